/**
 * Says what is wrong with a text that was refused as JSON.
 * @returns a sentence without anything of the text but one character of it, at most
 */
export function whatIsWrong(text: string): string {
  if (text === '') return 'The body is empty.';
  try {
    JSON.parse(text);
  } catch (error) {
    // V8 quotes the text in its messages, behind a comma.
    const [reason = ''] = (error as SyntaxError).message.split(/,? (?:\.\.\.)?"/);
    return `The body is no JSON: ${reason}.`;
  }
  return 'The body has a property that it may not have.'; // what would reach the prototypes of objects
}
