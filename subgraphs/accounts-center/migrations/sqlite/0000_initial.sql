CREATE TABLE `accounts_center` (
	`id` text PRIMARY KEY NOT NULL,
	`created_at` integer NOT NULL,
	`version` integer NOT NULL
);

CREATE TABLE `account` (
	`id` text PRIMARY KEY NOT NULL,
	`app` text NOT NULL,
	`center_id` text NOT NULL,
	`joined_at` integer NOT NULL,
	`linked_at` integer,
	`state` text NOT NULL,
	`state_version` integer NOT NULL,
	`created_at` integer NOT NULL,
	FOREIGN KEY (`center_id`) REFERENCES `accounts_center`(`id`) ON UPDATE no action ON DELETE no action
);

CREATE INDEX `account_center_id` ON `account` (`center_id`);

CREATE TABLE `credential` (
	`id` text PRIMARY KEY NOT NULL,
	`account_id` text NOT NULL,
	`kind` text NOT NULL,
	`subject` text NOT NULL,
	`secret` text NOT NULL,
	`created_at` integer NOT NULL
);

CREATE UNIQUE INDEX `credential_kind_subject` ON `credential` (`kind`,`subject`);

CREATE INDEX `credential_account_id` ON `credential` (`account_id`);

CREATE TABLE `session` (
	`id` text PRIMARY KEY NOT NULL,
	`account_id` text NOT NULL,
	`birth` text NOT NULL,
	`amr` text NOT NULL,
	`authenticated_at` integer NOT NULL,
	`created_at` integer NOT NULL,
	`generation` integer NOT NULL,
	`expires_at` integer NOT NULL,
	`ended_at` integer
);

CREATE INDEX `session_account_id` ON `session` (`account_id`);

CREATE INDEX `session_expires_at` ON `session` (`expires_at`);

CREATE TABLE `refresh_token` (
	`hash` text PRIMARY KEY NOT NULL,
	`session_id` text NOT NULL,
	`generation` integer NOT NULL,
	`created_at` integer NOT NULL,
	`expires_at` integer NOT NULL,
	`used_at` integer,
	FOREIGN KEY (`session_id`) REFERENCES `session`(`id`) ON UPDATE no action ON DELETE cascade
);

CREATE INDEX `refresh_token_session_id` ON `refresh_token` (`session_id`);

CREATE INDEX `refresh_token_expires_at` ON `refresh_token` (`expires_at`);

CREATE TABLE `sign_up` (
	`id` text PRIMARY KEY NOT NULL,
	`idempotency_key` text NOT NULL,
	`account_id` text NOT NULL,
	`app` text NOT NULL,
	`username` text NOT NULL,
	`display_name` text NOT NULL,
	`password_hash` text,
	`attempts` integer NOT NULL,
	`sessions` integer NOT NULL,
	`created_at` integer NOT NULL,
	`done_at` integer
);

CREATE INDEX `sign_up_account_id` ON `sign_up` (`account_id`);

CREATE INDEX `sign_up_done_at` ON `sign_up` (`done_at`);

CREATE TABLE `signing_key` (
	`kid` text PRIMARY KEY NOT NULL,
	`public_jwk` text NOT NULL,
	`sealed_private_jwk` text NOT NULL,
	`created_at` integer NOT NULL
);

CREATE TABLE `guess` (
	`id` text PRIMARY KEY NOT NULL,
	`subject` text NOT NULL,
	`source` text NOT NULL,
	`is_known` integer NOT NULL,
	`at` integer NOT NULL
);

CREATE INDEX `guess_subject_at` ON `guess` (`subject`,`at`);

CREATE INDEX `guess_source_at` ON `guess` (`source`,`at`);

CREATE INDEX `guess_at` ON `guess` (`at`);

CREATE TABLE `known_source` (
	`subject` text NOT NULL,
	`source` text NOT NULL,
	`seen_at` integer NOT NULL,
	PRIMARY KEY(`subject`, `source`)
);

CREATE INDEX `known_source_seen_at` ON `known_source` (`seen_at`);

CREATE TABLE `contact_point` (
	`id` text PRIMARY KEY NOT NULL,
	`account_id` text NOT NULL,
	`address` text NOT NULL,
	`address_key` text NOT NULL,
	`verified_at` integer,
	`pending_address` text,
	`pending_key` text,
	`created_at` integer NOT NULL
);

CREATE UNIQUE INDEX `contact_point_account_address` ON `contact_point` (`account_id`,`address_key`);

CREATE TABLE `contact_code` (
	`id` text PRIMARY KEY NOT NULL,
	`contact_point_id` text NOT NULL,
	`account_id` text NOT NULL,
	`address_mac` text NOT NULL,
	`source_mac` text NOT NULL,
	`code_mac` text NOT NULL,
	`created_at` integer NOT NULL,
	`expires_at` integer NOT NULL,
	`tries` integer NOT NULL,
	`ended_at` integer
);

CREATE INDEX `contact_code_contact_point_id` ON `contact_code` (`contact_point_id`);

CREATE INDEX `contact_code_account_created` ON `contact_code` (`account_id`,`created_at`);

CREATE INDEX `contact_code_address_created` ON `contact_code` (`address_mac`,`created_at`);

CREATE INDEX `contact_code_source_created` ON `contact_code` (`source_mac`,`created_at`);

CREATE INDEX `contact_code_created_at` ON `contact_code` (`created_at`);

CREATE TABLE `link_flow` (
	`id` text PRIMARY KEY NOT NULL,
	`account_id` text NOT NULL,
	`center_id` text NOT NULL,
	`session_id` text NOT NULL,
	`created_at` integer NOT NULL,
	`expires_at` integer NOT NULL,
	`finished_at` integer
);

CREATE INDEX `link_flow_finished_at` ON `link_flow` (`finished_at`,`expires_at`);

CREATE TABLE `link_proof` (
	`flow_id` text NOT NULL,
	`account_id` text NOT NULL,
	`session_id` text NOT NULL,
	`amr` text NOT NULL,
	`proved_at` integer NOT NULL,
	PRIMARY KEY(`flow_id`, `account_id`),
	FOREIGN KEY (`flow_id`) REFERENCES `link_flow`(`id`) ON UPDATE no action ON DELETE cascade
);

CREATE TABLE `link_audit` (
	`id` text PRIMARY KEY NOT NULL,
	`center_id` text NOT NULL,
	`account_id` text NOT NULL,
	`actor_id` text NOT NULL,
	`at` integer NOT NULL,
	`detail` text NOT NULL
);

CREATE INDEX `link_audit_account_id` ON `link_audit` (`account_id`,`at`);

CREATE TABLE `profile_value` (
	`account_id` text NOT NULL,
	`field` text NOT NULL,
	`version` integer NOT NULL,
	`change_id` text NOT NULL,
	`changed_at` integer NOT NULL,
	PRIMARY KEY(`account_id`, `field`)
);

CREATE TABLE `photo_origin` (
	`account_id` text PRIMARY KEY NOT NULL,
	`photo_id` text NOT NULL,
	`origin_id` text NOT NULL
);

CREATE TABLE `profile_change` (
	`id` text PRIMARY KEY NOT NULL,
	`kind` text NOT NULL,
	`source_account_id` text NOT NULL,
	`actor_id` text NOT NULL,
	`idempotency_key` text NOT NULL,
	`fields` text NOT NULL,
	`versions` text NOT NULL,
	`state` text NOT NULL,
	`new_values` text,
	`problems` text,
	`created_at` integer NOT NULL,
	`expires_at` integer NOT NULL,
	`decided_at` integer
);

CREATE INDEX `profile_change_state` ON `profile_change` (`state`,`created_at`);

CREATE TABLE `profile_change_part` (
	`key` text PRIMARY KEY NOT NULL,
	`change_id` text NOT NULL,
	`position` integer NOT NULL,
	`account_id` text NOT NULL,
	`held_account_id` text,
	`fields` text NOT NULL,
	`changed` text NOT NULL,
	`before` text,
	`state` text NOT NULL,
	FOREIGN KEY (`change_id`) REFERENCES `profile_change`(`id`) ON UPDATE no action ON DELETE cascade
);

CREATE UNIQUE INDEX `profile_change_part_held` ON `profile_change_part` (`held_account_id`);

CREATE INDEX `profile_change_part_change_id` ON `profile_change_part` (`change_id`);

CREATE TABLE `sync_group` (
	`center_id` text NOT NULL,
	`field` text NOT NULL,
	`source_account_id` text,
	PRIMARY KEY(`center_id`, `field`)
);

CREATE TABLE `sync_member` (
	`account_id` text NOT NULL,
	`field` text NOT NULL,
	`center_id` text NOT NULL,
	`is_paused` integer NOT NULL,
	PRIMARY KEY(`account_id`, `field`)
);

CREATE INDEX `sync_member_group` ON `sync_member` (`center_id`,`field`);

CREATE TABLE `sharing_setting` (
	`kind` text NOT NULL,
	`from_id` text NOT NULL,
	`to_id` text NOT NULL,
	`choice` text NOT NULL,
	`set_at` integer NOT NULL,
	PRIMARY KEY(`from_id`, `to_id`, `kind`)
);

CREATE INDEX `sharing_setting_to_id` ON `sharing_setting` (`to_id`);

CREATE TABLE `cross_post` (
	`id` text PRIMARY KEY NOT NULL,
	`kind` text NOT NULL,
	`author_id` text NOT NULL,
	`draft` text,
	`state` text NOT NULL,
	`publishers` integer NOT NULL,
	`post_id` text,
	`idempotency_key` text,
	`refusal` text,
	`created_at` integer NOT NULL
);

CREATE UNIQUE INDEX `cross_post_post_id` ON `cross_post` (`post_id`);

CREATE TABLE `delivery` (
	`id` text PRIMARY KEY NOT NULL,
	`cross_post_id` text NOT NULL,
	`position` integer NOT NULL,
	`kind` text NOT NULL,
	`author_id` text NOT NULL,
	`target_id` text NOT NULL,
	`state` text NOT NULL,
	`reason` text,
	`message` text,
	`copy_id` text,
	`attempts` integer NOT NULL,
	`round` integer NOT NULL,
	`next_attempt_at` integer,
	`updated_at` integer NOT NULL,
	FOREIGN KEY (`cross_post_id`) REFERENCES `cross_post`(`id`) ON UPDATE no action ON DELETE no action
);

CREATE UNIQUE INDEX `delivery_cross_post_id` ON `delivery` (`cross_post_id`,`position`);

CREATE INDEX `delivery_author_id` ON `delivery` (`author_id`,`target_id`,`state`);

CREATE INDEX `delivery_target_id` ON `delivery` (`target_id`,`state`);

CREATE UNIQUE INDEX `delivery_copy_id` ON `delivery` (`copy_id`);

CREATE TABLE `deleted_post` (
	`post_id` text PRIMARY KEY NOT NULL,
	`revision` integer NOT NULL,
	`deleted_at` integer NOT NULL
);

CREATE INDEX `deleted_post_deleted_at` ON `deleted_post` (`deleted_at`);

CREATE TABLE `outbox` (
	`id` text PRIMARY KEY NOT NULL,
	`type` text NOT NULL,
	`destination` text NOT NULL,
	`lane` text NOT NULL,
	`payload` text NOT NULL,
	`dedupe_key` text,
	`created_at` integer NOT NULL,
	`available_at` integer NOT NULL,
	`attempts` integer NOT NULL,
	`failures` integer NOT NULL,
	`parked_at` integer,
	`lease_until` integer,
	`lease_token` text,
	`last_error` text
);

CREATE UNIQUE INDEX `outbox_dedupe_key` ON `outbox` (`dedupe_key`);

CREATE INDEX `outbox_available_at` ON `outbox` (`available_at`);

CREATE TABLE `inbox_event` (
	`source` text NOT NULL,
	`id` text NOT NULL,
	`received_at` integer NOT NULL,
	PRIMARY KEY(`source`, `id`)
);

CREATE INDEX `inbox_event_received_at` ON `inbox_event` (`received_at`);

CREATE TABLE `idempotency_key` (
	`scope` text NOT NULL,
	`operation` text NOT NULL,
	`key` text NOT NULL,
	`body_hash` text NOT NULL,
	`result_id` text NOT NULL,
	`created_at` integer NOT NULL,
	PRIMARY KEY(`scope`, `operation`, `key`)
);

CREATE INDEX `idempotency_key_created_at` ON `idempotency_key` (`created_at`);
