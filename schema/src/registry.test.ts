import { describe, expect, it } from 'vitest';
import { apps, parseRegistry, services } from './registry.ts';

const [facebook, instagram] = apps;

describe('the registry of apps', () => {
  it('holds the four apps, and a port for each service', () => {
    expect(apps.map((entry) => entry.type)).toEqual(['Facebook', 'Instagram', 'Messenger', 'WhatsApp']);
    expect(services.at(0)).toEqual({ name: 'facebook', port: 4001 });
    expect(services.at(-1)).toEqual({ name: 'accounts-center', port: 4005 });
  });

  it('refuses an entry that lacks a property or has it in another form', () => {
    const { idPrefix: _, ...lacking } = { ...facebook };
    expect(() => parseRegistry(JSON.stringify([lacking]))).toThrow('entry 1: "idPrefix" must match');
    expect(() => parseRegistry(JSON.stringify([facebook, { ...instagram, app: 'insta gram' }]))).toThrow(
      'entry 2: "app"',
    );
  });

  it('refuses two entries with the same ids', () => {
    const twin = { ...instagram, idPrefix: 'fb' };
    expect(() => parseRegistry(JSON.stringify([facebook, twin]))).toThrow('two entries share one "idPrefix"');
  });
});
