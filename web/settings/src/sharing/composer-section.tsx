import { useId } from 'react';
import { nameOf, useCenter } from '../accounts/center.ts';
import { Form } from '../forms/form.tsx';
import { Missing } from '../forms/missing.tsx';
import { ProblemList } from '../forms/problem-list.tsx';
import { problemsOf } from '../forms/problems-of.ts';
import { SelectField } from '../forms/select-field.tsx';
import { PhotoField } from '../uploads/photo-field.tsx';
import { PublishedStatus } from './published-status.tsx';
import { SharedPosts } from './shared-posts.tsx';
import { Targets } from './targets.tsx';
import { useComposer } from './use-composer.ts';
import { useSharingSettings } from './use-sharing-settings.ts';
import { audiences } from './words.ts';

/** Writes a post and publishes it once, with copies in other accounts. */
export function ComposerSection() {
  const { own, accounts } = useCenter();
  const { choiceOf, error } = useSharingSettings();
  const { draft, write, publish, published, action } = useComposer(own.id);
  const textId = useId();
  if (choiceOf === undefined) return <Missing error={error} />;
  const others = accounts.filter(({ isOwn }) => !isOwn);
  const isTarget = (id: string): boolean => draft.targets[id] ?? choiceOf(own.id, id) === 'ALWAYS';
  const targetIds = others.map(({ id }) => id).filter(isTarget);
  const textProblems = problemsOf(action.problems, 'text');

  return (
    <>
      <Form
        label="New post"
        submit="Publish"
        onSubmit={() => publish(targetIds)}
        action={action}
        fields={['text', 'mediaIds']}
      >
        <div className="field">
          <label htmlFor={textId}>Text</label>
          <textarea
            id={textId}
            rows={3}
            value={draft.text}
            onChange={({ target }) => write({ text: target.value })}
            aria-invalid={textProblems.length > 0}
            aria-describedby={`${textId}-problems`}
          />
          <ProblemList id={`${textId}-problems`} problems={textProblems} />
        </div>
        <PhotoField
          label="Photo"
          value={draft.photo}
          onChange={(photo) => write({ photo })}
          problems={problemsOf(action.problems, 'mediaIds')}
        />
        <SelectField
          label="Who may see it"
          value={draft.audience}
          options={audiences}
          onChange={(audience) => write({ audience })}
        />
        <Targets
          accounts={others}
          isTarget={isTarget}
          choiceOf={(id) => choiceOf(own.id, id)}
          onChange={(id, isOn) => write({ targets: { ...draft.targets, [id]: isOn } })}
        />
      </Form>
      <PublishedStatus published={published} author={nameOf(own)} />
      <SharedPosts />
    </>
  );
}
