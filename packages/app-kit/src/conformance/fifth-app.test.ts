import { circle, circleOfFriends, circleRules, createCircle } from '../testing/circle.ts';
import { describeAppContract } from './describe-app-contract.ts';

// D4: an app joins with an entry in the registry and its rules as data.
describeAppContract(circle, (deps) => createCircle(circle, circleRules, deps));

// Another one, with friends and without posts.
describeAppContract(circleOfFriends, (deps) => createCircle(circleOfFriends, { ...circleRules, post: null }, deps), {
  hasPosts: false,
});
