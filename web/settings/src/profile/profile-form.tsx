import type { ProfileFragment } from '../../generated/operations.ts';
import { type Account, nameOfUser, useCenter } from '../accounts/center.ts';
import { Field } from '../forms/field.tsx';
import { Form } from '../forms/form.tsx';
import { problemsOf } from '../forms/problems-of.ts';
import { PhotoField } from '../uploads/photo-field.tsx';
import { Alternatives } from './alternatives.tsx';
import { ChangeResults } from './change-results.tsx';
import { useProfileEdits } from './use-profile-edits.ts';
import { follows, type ProfileSync } from './use-profile-sync.ts';
import { fieldNames } from './words.ts';

interface ProfileFormProps {
  readonly account: Account;
  readonly profile: ProfileFragment;
  readonly sync: ProfileSync;
}

const texts = [
  { field: 'USERNAME', name: 'username' },
  { field: 'DISPLAY_NAME', name: 'displayName' },
] as const;

/** Changes the profile of the signed-in account, and of those that follow it. */
export function ProfileForm({ account, profile, sync }: ProfileFormProps) {
  const center = useCenter();
  const { edits, edit, save, results, action } = useProfileEdits(account.id);
  const lockedBy = (field: 'USERNAME' | 'DISPLAY_NAME' | 'PHOTO'): string | undefined =>
    follows(sync, account.id, field)
      ? `Kept the same as ${nameOfUser(center, { id: sync.sourceOf(field) ?? '' })}. Change it there, or stop keeping it the same below.`
      : undefined;
  const photoLock = lockedBy('PHOTO');

  return (
    <>
      <Form
        label="Profile"
        submit="Save"
        onSubmit={save}
        action={action}
        fields={['username', 'displayName', 'photoId']}
      >
        {texts.map(({ field, name }) => (
          <div key={name}>
            <Field
              label={fieldNames[field]}
              autoComplete="off"
              value={edits[name] ?? profile[name]}
              onText={(text) => edit({ [name]: text })}
              readOnly={lockedBy(field) !== undefined}
              hint={lockedBy(field)}
              problems={problemsOf(action.problems, name)}
            />
            <Alternatives of={problemsOf(action.problems, name)} onPick={(username) => edit({ username })} />
          </div>
        ))}
        <PhotoField
          label="New photo"
          value={edits.photo === 'none' ? undefined : edits.photo}
          onChange={(photo) => edit({ photo })}
          isDisabled={photoLock !== undefined}
          hint={photoLock}
          problems={problemsOf(action.problems, 'photoId')}
        />
        {profile.photo && photoLock === undefined && (
          <label className="choice">
            <input
              type="checkbox"
              checked={edits.photo === 'none'}
              onChange={({ target }) => edit({ photo: target.checked ? 'none' : undefined })}
            />
            Take the photo away
          </label>
        )}
      </Form>
      <ChangeResults results={results} />
    </>
  );
}
