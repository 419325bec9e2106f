import { describe, expect, it } from 'vitest';
import { addressesAbove, apps, parseRegistry, portOf, services } from './registry.ts';

const [facebook, instagram] = apps;

describe('the registry of apps', () => {
  it('has a port for each service, which does not depend on the others', () => {
    expect(services.map(({ name }) => name)).toEqual([...apps.map(({ service }) => service), 'accounts-center']);
    expect(portOf('facebook')).toBe(4001);
    expect(portOf('accounts-center')).toBe(4005);
    expect(addressesAbove(5000)).toMatchObject({ instagram: 'http://127.0.0.1:5002' });
    expect(() => portOf('nobody')).toThrow('nobody');
  });

  it('refuses an entry that lacks a property or has it in another form', () => {
    const { idPrefix: _, ...lacking } = { ...facebook };
    expect(() => parseRegistry(JSON.stringify([lacking]))).toThrow('entry 1: "idPrefix" must match');
    expect(() => parseRegistry(JSON.stringify([facebook, { ...instagram, app: 'insta gram' }]))).toThrow(
      'entry 2: "app"',
    );
  });

  it.each([
    [{ idPrefix: 'fb' }, 'two entries share one "idPrefix"'],
    [{ port: 4001 }, 'two entries share one "port"'],
    [{ port: 4005 }, 'port 4005 is taken'],
    [{ app: 'GATEWAY', service: 'gateway' }, 'gateway is no app’s name'],
    [{ app: 'ACCOUNTS_CENTER', service: 'accounts-center' }, 'accounts-center is no app’s name'],
    [{ port: 80 }, 'entry 2: "port"'],
    [{ service: 'insta' }, 'insta is not INSTAGRAM'],
  ])('refuses a second entry with %j', (change, fault) => {
    expect(() => parseRegistry(JSON.stringify([facebook, { ...instagram, ...change }]))).toThrow(fault);
  });
});
