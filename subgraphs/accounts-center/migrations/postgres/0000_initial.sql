CREATE TABLE "accounts_center" (
	"id" text collate "C" PRIMARY KEY NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"version" bigint NOT NULL
);

CREATE TABLE "account" (
	"id" text collate "C" PRIMARY KEY NOT NULL,
	"app" text collate "C" NOT NULL,
	"center_id" text collate "C" NOT NULL,
	"joined_at" timestamp (3) with time zone NOT NULL,
	"linked_at" timestamp (3) with time zone,
	"state" text collate "C" NOT NULL,
	"state_version" bigint NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL
);

CREATE TABLE "credential" (
	"id" text collate "C" PRIMARY KEY NOT NULL,
	"account_id" text collate "C" NOT NULL,
	"kind" text collate "C" NOT NULL,
	"subject" text collate "C" NOT NULL,
	"secret" text collate "C" NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL
);

CREATE TABLE "session" (
	"id" text collate "C" PRIMARY KEY NOT NULL,
	"account_id" text collate "C" NOT NULL,
	"birth" jsonb NOT NULL,
	"amr" jsonb NOT NULL,
	"authenticated_at" timestamp (3) with time zone NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"generation" bigint NOT NULL,
	"expires_at" timestamp (3) with time zone NOT NULL,
	"ended_at" timestamp (3) with time zone
);

CREATE TABLE "refresh_token" (
	"hash" text collate "C" PRIMARY KEY NOT NULL,
	"session_id" text collate "C" NOT NULL,
	"generation" bigint NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"expires_at" timestamp (3) with time zone NOT NULL,
	"used_at" timestamp (3) with time zone
);

CREATE TABLE "sign_up" (
	"id" text collate "C" PRIMARY KEY NOT NULL,
	"idempotency_key" text collate "C" NOT NULL,
	"account_id" text collate "C" NOT NULL,
	"app" text collate "C" NOT NULL,
	"username" text collate "C" NOT NULL,
	"display_name" text collate "C" NOT NULL,
	"password_hash" text collate "C",
	"attempts" bigint NOT NULL,
	"sessions" bigint NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"done_at" timestamp (3) with time zone
);

CREATE TABLE "signing_key" (
	"kid" text collate "C" PRIMARY KEY NOT NULL,
	"public_jwk" jsonb NOT NULL,
	"sealed_private_jwk" text collate "C" NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL
);

CREATE TABLE "guess" (
	"id" text collate "C" PRIMARY KEY NOT NULL,
	"subject" text collate "C" NOT NULL,
	"source" text collate "C" NOT NULL,
	"is_known" boolean NOT NULL,
	"at" timestamp (3) with time zone NOT NULL
);

CREATE TABLE "known_source" (
	"subject" text collate "C" NOT NULL,
	"source" text collate "C" NOT NULL,
	"seen_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "known_source_subject_source_pk" PRIMARY KEY("subject","source")
);

CREATE TABLE "contact_point" (
	"id" text collate "C" PRIMARY KEY NOT NULL,
	"account_id" text collate "C" NOT NULL,
	"address" text collate "C" NOT NULL,
	"address_key" text collate "C" NOT NULL,
	"verified_at" timestamp (3) with time zone,
	"pending_address" text collate "C",
	"pending_key" text collate "C",
	"created_at" timestamp (3) with time zone NOT NULL
);

CREATE TABLE "contact_code" (
	"id" text collate "C" PRIMARY KEY NOT NULL,
	"contact_point_id" text collate "C" NOT NULL,
	"account_id" text collate "C" NOT NULL,
	"address_mac" text collate "C" NOT NULL,
	"source_mac" text collate "C" NOT NULL,
	"code_mac" text collate "C" NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"expires_at" timestamp (3) with time zone NOT NULL,
	"tries" bigint NOT NULL,
	"ended_at" timestamp (3) with time zone
);

CREATE TABLE "link_flow" (
	"id" text collate "C" PRIMARY KEY NOT NULL,
	"account_id" text collate "C" NOT NULL,
	"center_id" text collate "C" NOT NULL,
	"session_id" text collate "C" NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"expires_at" timestamp (3) with time zone NOT NULL,
	"finished_at" timestamp (3) with time zone
);

CREATE TABLE "link_proof" (
	"flow_id" text collate "C" NOT NULL,
	"account_id" text collate "C" NOT NULL,
	"session_id" text collate "C" NOT NULL,
	"amr" jsonb NOT NULL,
	"proved_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "link_proof_flow_id_account_id_pk" PRIMARY KEY("flow_id","account_id")
);

CREATE TABLE "link_audit" (
	"id" text collate "C" PRIMARY KEY NOT NULL,
	"center_id" text collate "C" NOT NULL,
	"account_id" text collate "C" NOT NULL,
	"actor_id" text collate "C" NOT NULL,
	"at" timestamp (3) with time zone NOT NULL,
	"detail" jsonb NOT NULL
);

CREATE TABLE "profile_value" (
	"account_id" text collate "C" NOT NULL,
	"field" text collate "C" NOT NULL,
	"version" bigint NOT NULL,
	"change_id" text collate "C" NOT NULL,
	"changed_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "profile_value_account_id_field_pk" PRIMARY KEY("account_id","field")
);

CREATE TABLE "photo_origin" (
	"account_id" text collate "C" PRIMARY KEY NOT NULL,
	"photo_id" text collate "C" NOT NULL,
	"origin_id" text collate "C" NOT NULL
);

CREATE TABLE "profile_change" (
	"id" text collate "C" PRIMARY KEY NOT NULL,
	"kind" text collate "C" NOT NULL,
	"source_account_id" text collate "C" NOT NULL,
	"actor_id" text collate "C" NOT NULL,
	"idempotency_key" text collate "C" NOT NULL,
	"fields" jsonb NOT NULL,
	"versions" jsonb NOT NULL,
	"state" text collate "C" NOT NULL,
	"new_values" jsonb,
	"problems" jsonb,
	"created_at" timestamp (3) with time zone NOT NULL,
	"expires_at" timestamp (3) with time zone NOT NULL,
	"decided_at" timestamp (3) with time zone
);

CREATE TABLE "profile_change_part" (
	"key" text collate "C" PRIMARY KEY NOT NULL,
	"change_id" text collate "C" NOT NULL,
	"position" bigint NOT NULL,
	"account_id" text collate "C" NOT NULL,
	"held_account_id" text collate "C",
	"fields" jsonb NOT NULL,
	"changed" jsonb NOT NULL,
	"before" jsonb,
	"state" text collate "C" NOT NULL
);

CREATE TABLE "sync_group" (
	"center_id" text collate "C" NOT NULL,
	"field" text collate "C" NOT NULL,
	"source_account_id" text collate "C",
	CONSTRAINT "sync_group_center_id_field_pk" PRIMARY KEY("center_id","field")
);

CREATE TABLE "sync_member" (
	"account_id" text collate "C" NOT NULL,
	"field" text collate "C" NOT NULL,
	"center_id" text collate "C" NOT NULL,
	"is_paused" boolean NOT NULL,
	CONSTRAINT "sync_member_account_id_field_pk" PRIMARY KEY("account_id","field")
);

CREATE TABLE "sharing_setting" (
	"kind" text collate "C" NOT NULL,
	"from_id" text collate "C" NOT NULL,
	"to_id" text collate "C" NOT NULL,
	"choice" text collate "C" NOT NULL,
	"set_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "sharing_setting_from_id_to_id_kind_pk" PRIMARY KEY("from_id","to_id","kind")
);

CREATE TABLE "cross_post" (
	"id" text collate "C" PRIMARY KEY NOT NULL,
	"kind" text collate "C" NOT NULL,
	"author_id" text collate "C" NOT NULL,
	"draft" jsonb,
	"state" text collate "C" NOT NULL,
	"publishers" bigint NOT NULL,
	"post_id" text collate "C",
	"idempotency_key" text collate "C",
	"refusal" jsonb,
	"created_at" timestamp (3) with time zone NOT NULL
);

CREATE TABLE "delivery" (
	"id" text collate "C" PRIMARY KEY NOT NULL,
	"cross_post_id" text collate "C" NOT NULL,
	"position" bigint NOT NULL,
	"kind" text collate "C" NOT NULL,
	"author_id" text collate "C" NOT NULL,
	"target_id" text collate "C" NOT NULL,
	"state" text collate "C" NOT NULL,
	"reason" text collate "C",
	"message" text collate "C",
	"copy_id" text collate "C",
	"attempts" bigint NOT NULL,
	"round" bigint NOT NULL,
	"next_attempt_at" timestamp (3) with time zone,
	"updated_at" timestamp (3) with time zone NOT NULL
);

CREATE TABLE "deleted_post" (
	"post_id" text collate "C" PRIMARY KEY NOT NULL,
	"revision" bigint NOT NULL,
	"deleted_at" timestamp (3) with time zone NOT NULL
);

CREATE TABLE "outbox" (
	"id" text collate "C" PRIMARY KEY NOT NULL,
	"type" text collate "C" NOT NULL,
	"destination" text collate "C" NOT NULL,
	"lane" text collate "C" NOT NULL,
	"payload" jsonb NOT NULL,
	"dedupe_key" text collate "C",
	"created_at" timestamp (3) with time zone NOT NULL,
	"available_at" timestamp (3) with time zone NOT NULL,
	"attempts" bigint NOT NULL,
	"failures" bigint NOT NULL,
	"parked_at" timestamp (3) with time zone,
	"lease_until" timestamp (3) with time zone,
	"lease_token" text collate "C",
	"last_error" text collate "C"
);

CREATE TABLE "inbox_event" (
	"source" text collate "C" NOT NULL,
	"id" text collate "C" NOT NULL,
	"received_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "inbox_event_source_id_pk" PRIMARY KEY("source","id")
);

CREATE TABLE "idempotency_key" (
	"scope" text collate "C" NOT NULL,
	"operation" text collate "C" NOT NULL,
	"key" text collate "C" NOT NULL,
	"body_hash" text collate "C" NOT NULL,
	"result_id" text collate "C" NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "idempotency_key_scope_operation_key_pk" PRIMARY KEY("scope","operation","key")
);

ALTER TABLE "account" ADD CONSTRAINT "account_center_id_accounts_center_id_fk" FOREIGN KEY ("center_id") REFERENCES "public"."accounts_center"("id") ON DELETE no action ON UPDATE no action;

ALTER TABLE "refresh_token" ADD CONSTRAINT "refresh_token_session_id_session_id_fk" FOREIGN KEY ("session_id") REFERENCES "public"."session"("id") ON DELETE cascade ON UPDATE no action;

ALTER TABLE "link_proof" ADD CONSTRAINT "link_proof_flow_id_link_flow_id_fk" FOREIGN KEY ("flow_id") REFERENCES "public"."link_flow"("id") ON DELETE cascade ON UPDATE no action;

ALTER TABLE "profile_change_part" ADD CONSTRAINT "profile_change_part_change_id_profile_change_id_fk" FOREIGN KEY ("change_id") REFERENCES "public"."profile_change"("id") ON DELETE cascade ON UPDATE no action;

ALTER TABLE "delivery" ADD CONSTRAINT "delivery_cross_post_id_cross_post_id_fk" FOREIGN KEY ("cross_post_id") REFERENCES "public"."cross_post"("id") ON DELETE no action ON UPDATE no action;

CREATE INDEX "account_center_id" ON "account" USING btree ("center_id");

CREATE UNIQUE INDEX "credential_kind_subject" ON "credential" USING btree ("kind","subject");

CREATE INDEX "credential_account_id" ON "credential" USING btree ("account_id");

CREATE INDEX "session_account_id" ON "session" USING btree ("account_id");

CREATE INDEX "session_expires_at" ON "session" USING btree ("expires_at");

CREATE INDEX "refresh_token_session_id" ON "refresh_token" USING btree ("session_id");

CREATE INDEX "refresh_token_expires_at" ON "refresh_token" USING btree ("expires_at");

CREATE INDEX "sign_up_account_id" ON "sign_up" USING btree ("account_id");

CREATE INDEX "sign_up_done_at" ON "sign_up" USING btree ("done_at");

CREATE INDEX "guess_subject_at" ON "guess" USING btree ("subject","at");

CREATE INDEX "guess_source_at" ON "guess" USING btree ("source","at");

CREATE INDEX "guess_at" ON "guess" USING btree ("at");

CREATE INDEX "known_source_seen_at" ON "known_source" USING btree ("seen_at");

CREATE UNIQUE INDEX "contact_point_account_address" ON "contact_point" USING btree ("account_id","address_key");

CREATE INDEX "contact_code_contact_point_id" ON "contact_code" USING btree ("contact_point_id");

CREATE INDEX "contact_code_account_created" ON "contact_code" USING btree ("account_id","created_at");

CREATE INDEX "contact_code_address_created" ON "contact_code" USING btree ("address_mac","created_at");

CREATE INDEX "contact_code_source_created" ON "contact_code" USING btree ("source_mac","created_at");

CREATE INDEX "contact_code_created_at" ON "contact_code" USING btree ("created_at");

CREATE INDEX "link_flow_finished_at" ON "link_flow" USING btree ("finished_at","expires_at");

CREATE INDEX "link_audit_account_id" ON "link_audit" USING btree ("account_id","at");

CREATE INDEX "profile_change_state" ON "profile_change" USING btree ("state","created_at");

CREATE UNIQUE INDEX "profile_change_part_held" ON "profile_change_part" USING btree ("held_account_id");

CREATE INDEX "profile_change_part_change_id" ON "profile_change_part" USING btree ("change_id");

CREATE INDEX "sync_member_group" ON "sync_member" USING btree ("center_id","field");

CREATE INDEX "sharing_setting_to_id" ON "sharing_setting" USING btree ("to_id");

CREATE UNIQUE INDEX "cross_post_post_id" ON "cross_post" USING btree ("post_id");

CREATE UNIQUE INDEX "delivery_cross_post_id" ON "delivery" USING btree ("cross_post_id","position");

CREATE INDEX "delivery_author_id" ON "delivery" USING btree ("author_id","target_id","state");

CREATE INDEX "delivery_target_id" ON "delivery" USING btree ("target_id","state");

CREATE UNIQUE INDEX "delivery_copy_id" ON "delivery" USING btree ("copy_id");

CREATE INDEX "deleted_post_deleted_at" ON "deleted_post" USING btree ("deleted_at");

CREATE UNIQUE INDEX "outbox_dedupe_key" ON "outbox" USING btree ("dedupe_key");

CREATE INDEX "outbox_available_at" ON "outbox" USING btree ("available_at");

CREATE INDEX "inbox_event_received_at" ON "inbox_event" USING btree ("received_at");

CREATE INDEX "idempotency_key_created_at" ON "idempotency_key" USING btree ("created_at");
