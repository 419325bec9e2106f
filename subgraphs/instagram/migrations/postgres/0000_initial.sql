CREATE TABLE "media" (
	"id" text collate "C" PRIMARY KEY NOT NULL,
	"owner_id" text collate "C" NOT NULL,
	"kind" text collate "C" NOT NULL,
	"main_file" text collate "C" NOT NULL,
	"width" bigint NOT NULL,
	"height" bigint NOT NULL,
	"duration_ms" bigint,
	"size_bytes" bigint NOT NULL,
	"content_hash" text collate "C" NOT NULL,
	"alt_text" text collate "C",
	"state" text collate "C" NOT NULL,
	"access" text collate "C" NOT NULL,
	"import_key" text collate "C",
	"created_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "media_import_key_unique" UNIQUE("import_key")
);

CREATE TABLE "media_use" (
	"media_id" text collate "C" NOT NULL,
	"used_by" text collate "C" NOT NULL,
	"user_id" text collate "C" NOT NULL,
	CONSTRAINT "media_use_media_id_used_by_user_id_pk" PRIMARY KEY("media_id","used_by","user_id")
);

CREATE TABLE "upload_slot" (
	"id" text collate "C" PRIMARY KEY NOT NULL,
	"owner_id" text collate "C" NOT NULL,
	"size_bytes" bigint NOT NULL,
	"lease_until" timestamp (3) with time zone NOT NULL
);

CREATE TABLE "upload_claim" (
	"owner_id" text collate "C" PRIMARY KEY NOT NULL
);

CREATE TABLE "command" (
	"operation" text collate "C" NOT NULL,
	"key" text collate "C" NOT NULL,
	"body_hash" text collate "C",
	"state" text collate "C" NOT NULL,
	"result_id" text collate "C",
	"refusals" jsonb NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "command_operation_key_pk" PRIMARY KEY("operation","key")
);

CREATE TABLE "user" (
	"id" text collate "C" PRIMARY KEY NOT NULL,
	"username" text collate "C" NOT NULL,
	"username_normal" text collate "C" NOT NULL,
	"display_name" text collate "C" NOT NULL,
	"photo_id" text collate "C",
	"bio" text collate "C" NOT NULL,
	"is_private" boolean NOT NULL,
	"is_verified" boolean NOT NULL,
	"state" text collate "C" NOT NULL,
	"state_version" bigint NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL
);

CREATE TABLE "username_claim" (
	"username_normal" text collate "C" PRIMARY KEY NOT NULL,
	"user_id" text collate "C" NOT NULL,
	"change_key" text collate "C"
);

CREATE TABLE "relation" (
	"from_id" text collate "C" NOT NULL,
	"to_id" text collate "C" NOT NULL,
	"state" text collate "C" NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "relation_from_id_to_id_pk" PRIMARY KEY("from_id","to_id")
);

CREATE TABLE "post" (
	"id" text collate "C" PRIMARY KEY NOT NULL,
	"author_id" text collate "C" NOT NULL,
	"text" text collate "C" NOT NULL,
	"audience" text collate "C" NOT NULL,
	"is_copy" boolean NOT NULL,
	"revision" bigint NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"deleted_at" timestamp (3) with time zone
);

CREATE TABLE "post_media" (
	"post_id" text collate "C" NOT NULL,
	"position" bigint NOT NULL,
	"media_id" text collate "C" NOT NULL,
	CONSTRAINT "post_media_post_id_position_pk" PRIMARY KEY("post_id","position")
);

CREATE TABLE "profile_change" (
	"key" text collate "C" PRIMARY KEY NOT NULL,
	"user_id" text collate "C" NOT NULL,
	"username" text collate "C",
	"display_name" text collate "C",
	"photo_id" text collate "C",
	"removes_photo" boolean NOT NULL,
	"versions" jsonb NOT NULL,
	"state" text collate "C" NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL
);

CREATE TABLE "profile_history" (
	"id" text collate "C" PRIMARY KEY NOT NULL,
	"user_id" text collate "C" NOT NULL,
	"field" text collate "C" NOT NULL,
	"value" text collate "C",
	"version" bigint NOT NULL,
	"changed_at" timestamp (3) with time zone NOT NULL
);

CREATE TABLE "website" (
	"user_id" text collate "C" PRIMARY KEY NOT NULL,
	"address" text collate "C" NOT NULL
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

CREATE INDEX "media_owner_id_created_at" ON "media" USING btree ("owner_id","created_at");

CREATE INDEX "media_use_user" ON "media_use" USING btree ("used_by","user_id");

CREATE INDEX "upload_slot_owner_id" ON "upload_slot" USING btree ("owner_id");

CREATE INDEX "command_created_at" ON "command" USING btree ("created_at");

CREATE UNIQUE INDEX "user_username_normal" ON "user" USING btree ("username_normal");

CREATE INDEX "username_claim_user_id" ON "username_claim" USING btree ("user_id");

CREATE INDEX "username_claim_change_key" ON "username_claim" USING btree ("change_key");

CREATE INDEX "relation_outgoing" ON "relation" USING btree ("from_id","state","created_at","to_id");

CREATE INDEX "relation_incoming" ON "relation" USING btree ("to_id","state","created_at","from_id");

CREATE INDEX "post_author" ON "post" USING btree ("author_id","created_at","id","audience","deleted_at") WHERE "post"."deleted_at" is null;

CREATE INDEX "profile_change_user_id" ON "profile_change" USING btree ("user_id","state");

CREATE INDEX "profile_history_user_id" ON "profile_history" USING btree ("user_id","field","changed_at");

CREATE UNIQUE INDEX "outbox_dedupe_key" ON "outbox" USING btree ("dedupe_key");

CREATE INDEX "outbox_available_at" ON "outbox" USING btree ("available_at");

CREATE INDEX "inbox_event_received_at" ON "inbox_event" USING btree ("received_at");

CREATE INDEX "idempotency_key_created_at" ON "idempotency_key" USING btree ("created_at");
