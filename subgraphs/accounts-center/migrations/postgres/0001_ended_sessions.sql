CREATE TABLE "ended_session" (
	"session_id" text collate "C" PRIMARY KEY NOT NULL,
	"expires_at" timestamp (3) with time zone NOT NULL,
	"round" bigint
);

CREATE INDEX "ended_session_round" ON "ended_session" USING btree ("round","session_id");

CREATE INDEX "ended_session_expires_at" ON "ended_session" USING btree ("expires_at");
