CREATE TABLE `ended_session` (
	`session_id` text PRIMARY KEY NOT NULL,
	`expires_at` integer NOT NULL,
	`round` integer
);

CREATE INDEX `ended_session_round` ON `ended_session` (`round`,`session_id`);

CREATE INDEX `ended_session_expires_at` ON `ended_session` (`expires_at`);
