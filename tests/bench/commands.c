/* tests/bench/commands.c: every command in process: the chip model alone, in memory. */
#include <stdlib.h>
#include <string.h>

#include "atca_packet.h"
#include "atca_seal.h"
#include "baseline.h"
#include "command.h"
#include "part.h"

enum {
	CHIPS = 64, /* made ready at a time, so that making them ready is not timed */
};

/* What follows the four bytes of a command. */
enum data {
	DATA_ZEROS,
	DATA_FILL, /* 5a: what TempKey and MsgDigBuf hold, the message of DATA_SIGNATURE */
	DATA_POINT,
	DATA_SIGNATURE,        /* of 5a */
	DATA_SIGNATURE_POINT,  /* Verify external */
	DATA_DIGEST_SIGNATURE, /* SecureBoot */
	DATA_VALIDATE,         /* Verify validate: a signature, and OtherData */
	DATA_SEALED,           /* with the MAC that the command wants */
	DATA_PRIVATE,          /* PrivWrite: four zeros and a key */
	DATA_DETAILS,          /* KDF: details, then zeros */
	DATA_CONTEXT,          /* SHA: the context of an empty hash */
};

struct command_case {
	const char *name; /* "Sign external" */
	uint8_t opcode;
	uint8_t param1;
	uint16_t param2;
	enum data data;
	uint8_t len;
	uint32_t details;
	enum bench_locks locks;
	enum bench_tempkey tempkey;
	unsigned int sram;
	enum baseline_kind baseline;
	size_t bytes; /* the baseline's */
	const char *want;
	enum atca_status status; /* that it is answered with */
};

static const char million[] = "1,000,000 a second";
static const char ninety[] = "ratio 0.9";

#define LOCKED .locks = BENCH_LOCKED
#define HALF_LOCKED .locks = BENCH_CONFIG_LOCKED
#define FRAME .baseline = BASELINE_FRAME
#define SHA_OF(n) .baseline = BASELINE_SHA, .bytes = (n)

/* On a 608A, in the order of the chip's table. */
static const struct command_case cases_608[] = {
	{ "encrypt", ATCA_AES, 0x00, 9, DATA_FILL, 16, LOCKED, .baseline = BASELINE_AES },
	{ "decrypt", ATCA_AES, 0x01, 9, DATA_FILL, 16, LOCKED, .baseline = BASELINE_AES },
	{ "GFM", ATCA_AES, 0x03, 0, DATA_FILL, 32, LOCKED, FRAME },
	{ "challenge, slot", ATCA_CHECK_MAC, 0x00, 4, DATA_SEALED, 77, LOCKED, SHA_OF(88) },
	{ "TempKey, slot", ATCA_CHECK_MAC, 0x01, 4, DATA_SEALED, 77, LOCKED, .tempkey = TK_RANDOM,
		SHA_OF(88) },
	{ "challenge, TempKey", ATCA_CHECK_MAC, 0x02, 4, DATA_SEALED, 77, LOCKED, .tempkey = TK_RANDOM,
		SHA_OF(88) },
	{ "TempKey twice", ATCA_CHECK_MAC, 0x03, 4, DATA_SEALED, 77, LOCKED, .tempkey = TK_RANDOM,
		SHA_OF(88) },
	{ "read", ATCA_COUNTER, 0x00, 0, LOCKED, FRAME },
	{ "increment", ATCA_COUNTER, 0x01, 1, LOCKED, FRAME },
	{ "roll", ATCA_DERIVE_KEY, 0x00, 5, LOCKED, .tempkey = TK_RANDOM, SHA_OF(96) },
	{ "roll with MAC", ATCA_DERIVE_KEY, 0x00, 6, DATA_SEALED, 32, LOCKED, .tempkey = TK_RANDOM,
		.baseline = BASELINE_SHA_TWO, .bytes = 96 },
	{ "slot key, by SlotConfig", ATCA_ECDH, 0x00, 0, DATA_POINT, 64, LOCKED, .baseline = BASELINE_ECDH,
		.want = ninety },
	{ "slot key to slot", ATCA_ECDH, 0x04, 2, DATA_POINT, 64, LOCKED, .baseline = BASELINE_ECDH,
		.want = ninety },
	{ "slot key to TempKey", ATCA_ECDH, 0x08, 0, DATA_POINT, 64, LOCKED, .baseline = BASELINE_ECDH,
		.want = ninety },
	{ "slot key to host", ATCA_ECDH, 0x0c, 0, DATA_POINT, 64, LOCKED, .baseline = BASELINE_ECDH,
		.want = ninety },
	{ "slot key to host, encrypted", ATCA_ECDH, 0x0e, 0, DATA_POINT, 64, LOCKED,
		.baseline = BASELINE_ECDH, .want = ninety },
	{ "TempKey to slot", ATCA_ECDH, 0x05, 3, DATA_POINT, 64, LOCKED, .tempkey = TK_PRIVATE,
		.baseline = BASELINE_ECDH, .want = ninety },
	{ "TempKey to TempKey", ATCA_ECDH, 0x09, 0, DATA_POINT, 64, LOCKED, .tempkey = TK_PRIVATE,
		.baseline = BASELINE_ECDH, .want = ninety },
	{ "TempKey to host", ATCA_ECDH, 0x0d, 0, DATA_POINT, 64, LOCKED, .tempkey = TK_PRIVATE,
		.baseline = BASELINE_ECDH, .want = ninety },
	{ "TempKey to host, encrypted", ATCA_ECDH, 0x0f, 0, DATA_POINT, 64, LOCKED, .tempkey = TK_PRIVATE,
		.baseline = BASELINE_ECDH, .want = ninety },
	{ "config", ATCA_GEN_DIG, 0x00, 0, LOCKED, .tempkey = TK_RANDOM, SHA_OF(96) },
	{ "OTP", ATCA_GEN_DIG, 0x01, 0, LOCKED, .tempkey = TK_RANDOM, SHA_OF(96) },
	{ "data", ATCA_GEN_DIG, 0x02, 4, LOCKED, .tempkey = TK_RANDOM, SHA_OF(96) },
	{ "shared nonce", ATCA_GEN_DIG, 0x03, 0, DATA_FILL, 32, LOCKED, .tempkey = TK_RANDOM, SHA_OF(96) },
	{ "counter", ATCA_GEN_DIG, 0x04, 0, LOCKED, .tempkey = TK_RANDOM, SHA_OF(96) },
	{ "key config", ATCA_GEN_DIG, 0x05, 4, LOCKED, .tempkey = TK_RANDOM, SHA_OF(96) },
	{ "public", ATCA_GEN_KEY, 0x00, 0, LOCKED, .baseline = BASELINE_PUBLIC, .want = ninety },
	{ "public, digest", ATCA_GEN_KEY, 0x08, 0, LOCKED, .tempkey = TK_RANDOM, .baseline = BASELINE_PUBLIC,
		.want = ninety },
	{ "create", ATCA_GEN_KEY, 0x04, 0, LOCKED, .baseline = BASELINE_GENERATE, .want = ninety },
	{ "create, digest", ATCA_GEN_KEY, 0x0c, 0, LOCKED, .tempkey = TK_RANDOM,
		.baseline = BASELINE_GENERATE, .want = ninety },
	{ "create in TempKey", ATCA_GEN_KEY, 0x04, 0xffff, LOCKED, .baseline = BASELINE_GENERATE,
		.want = ninety },
	{ "digest of a public key", ATCA_GEN_KEY, 0x10, 15, DATA_ZEROS, 3, LOCKED, .tempkey = TK_RANDOM,
		SHA_OF(128) },
	{ "revision", ATCA_INFO, 0x00, 0, LOCKED, FRAME, .want = million },
	{ "key valid", ATCA_INFO, 0x01, 0, LOCKED, FRAME, .want = million },
	{ "state", ATCA_INFO, 0x02, 0, LOCKED, FRAME, .want = million },
	{ "GPIO, which I2C parts refuse", ATCA_INFO, 0x03, 0, LOCKED, FRAME, .want = million,
		.status = ATCA_EXECUTION_ERROR },
	{ "persistent latch", ATCA_INFO, 0x04, 0, LOCKED, FRAME, .want = million },
	{ "PRF, 64 bytes", ATCA_KDF, 0x12, 4, DATA_DETAILS, 52, 0x30000101, LOCKED, .baseline = BASELINE_PRF,
		.bytes = 48 },
	{ "AES", ATCA_KDF, 0x32, 9, DATA_DETAILS, 20, 0x10000000, LOCKED, .baseline = BASELINE_AES },
	{ "HKDF", ATCA_KDF, 0x52, 4, DATA_DETAILS, 36, 0x20000002, LOCKED, .baseline = BASELINE_HMAC,
		.bytes = 32 },
	{ "config zone", ATCA_LOCK, 0x80, 0, FRAME },
	{ "data and OTP zones", ATCA_LOCK, 0x81, 0, HALF_LOCKED, FRAME },
	{ "slot", ATCA_LOCK, 0xa2, 0, LOCKED, FRAME },
	{ "slot, challenge", ATCA_MAC, 0x00, 4, DATA_FILL, 32, LOCKED, SHA_OF(88) },
	{ "slot, TempKey", ATCA_MAC, 0x01, 4, LOCKED, .tempkey = TK_RANDOM, SHA_OF(88) },
	{ "TempKey, challenge", ATCA_MAC, 0x02, 4, DATA_FILL, 32, LOCKED, .tempkey = TK_RANDOM, SHA_OF(88) },
	{ "TempKey twice", ATCA_MAC, 0x03, 4, LOCKED, .tempkey = TK_RANDOM, SHA_OF(88) },
	{ "limited key, challenge", ATCA_MAC, 0x00, 14, DATA_FILL, 32, LOCKED, SHA_OF(88) },
	{ "random", ATCA_NONCE, 0x00, 0, DATA_FILL, 20, LOCKED, .baseline = BASELINE_SHA_TWO, .bytes = 55,
		.want = million },
	{ "fixed to TempKey", ATCA_NONCE, 0x03, 0, DATA_FILL, 32, LOCKED, FRAME, .want = million },
	{ "fixed to TempKey, 64 bytes", ATCA_NONCE, 0x23, 0, DATA_FILL, 64, LOCKED, FRAME, .want = million },
	{ "fixed to MsgDigBuf", ATCA_NONCE, 0x43, 0, DATA_FILL, 32, LOCKED, FRAME, .want = million },
	{ "fixed to MsgDigBuf, 64 bytes", ATCA_NONCE, 0x63, 0, DATA_FILL, 64, LOCKED, FRAME,
		.want = million },
	{ "fixed to AltKeyBuf", ATCA_NONCE, 0x83, 0, DATA_FILL, 32, LOCKED, FRAME, .want = million },
	{ "plain", ATCA_PRIV_WRITE, 0x00, 10, DATA_PRIVATE, 68, HALF_LOCKED, FRAME },
	{ "encrypted", ATCA_PRIV_WRITE, 0x40, 10, DATA_SEALED, 68, LOCKED, .tempkey = TK_GEN_DIG,
		.baseline = BASELINE_SHA_TWO, .bytes = 96 },
	{ "random", ATCA_RANDOM, 0x00, 0, LOCKED, SHA_OF(47) },
	{ "config, 4 bytes", ATCA_READ, 0x00, 0, LOCKED, FRAME, .want = million },
	{ "config, 32 bytes", ATCA_READ, 0x80, 0, LOCKED, FRAME, .want = million },
	{ "OTP, 32 bytes", ATCA_READ, 0x81, 0, LOCKED, FRAME, .want = million },
	{ "data, 32 bytes", ATCA_READ, 0x82, 0x0040, LOCKED, FRAME, .want = million },
	{ "data, encrypted", ATCA_READ, 0x82, 0x0038, LOCKED, .tempkey = TK_GEN_DIG, FRAME, .want = million },
	{ "Full", ATCA_SECURE_BOOT, 0x05, 0, DATA_DIGEST_SIGNATURE, 96, LOCKED, .baseline = BASELINE_VERIFY },
	{ "FullStore", ATCA_SECURE_BOOT, 0x06, 0, DATA_FILL, 32, LOCKED, FRAME },
	{ "FullCopy", ATCA_SECURE_BOOT, 0x07, 0, DATA_DIGEST_SIGNATURE, 96, LOCKED,
		.baseline = BASELINE_VERIFY },
	{ "all tests", ATCA_SELF_TEST, 0x3b, 0, LOCKED, .baseline = BASELINE_SELF_TEST },
	{ "start", ATCA_SHA, 0x00, 0, LOCKED, FRAME },
	{ "update, 64 bytes", ATCA_SHA, 0x01, 64, DATA_FILL, 64, LOCKED, .sram = WITH_SHA, SHA_OF(55) },
	{ "end, to TempKey", ATCA_SHA, 0x02, 0, LOCKED, .sram = WITH_SHA, SHA_OF(0) },
	{ "end, to MsgDigBuf", ATCA_SHA, 0x42, 0, LOCKED, .sram = WITH_SHA, SHA_OF(0) },
	{ "end, to host only", ATCA_SHA, 0xc2, 0, LOCKED, .sram = WITH_SHA, SHA_OF(0) },
	{ "public", ATCA_SHA, 0x03, 15, LOCKED, .sram = WITH_SHA, SHA_OF(55) },
	{ "HMAC start", ATCA_SHA, 0x04, 4, LOCKED, .baseline = BASELINE_SHA_TWO, .bytes = 55 },
	{ "read context", ATCA_SHA, 0x06, 0, LOCKED, .sram = WITH_SHA, FRAME },
	{ "write context", ATCA_SHA, 0x07, 36, DATA_CONTEXT, 36, LOCKED, FRAME },
	{ "external, TempKey", ATCA_SIGN, 0x80, 0, LOCKED, .tempkey = TK_INPUT, .baseline = BASELINE_SIGN,
		.want = ninety },
	{ "external, MsgDigBuf", ATCA_SIGN, 0xa0, 0, LOCKED, .sram = WITH_MSG_DIG, .baseline = BASELINE_SIGN,
		.want = ninety },
	{ "internal", ATCA_SIGN, 0x00, 0, LOCKED, .tempkey = TK_GEN_DIG, .baseline = BASELINE_SIGN,
		.want = ninety },
	{ "UserExtra", ATCA_UPDATE_EXTRA, 0x00, 1, FRAME },
	{ "stored", ATCA_VERIFY, 0x00, 15, DATA_SIGNATURE, 64, LOCKED, .tempkey = TK_INPUT,
		.baseline = BASELINE_VERIFY, .want = ninety },
	{ "stored, MAC", ATCA_VERIFY, 0x80, 15, DATA_SIGNATURE, 64, LOCKED, .tempkey = TK_INPUT,
		.sram = WITH_MSG_DIG, .baseline = BASELINE_VERIFY, .want = ninety },
	{ "stored, MsgDigBuf", ATCA_VERIFY, 0x20, 15, DATA_SIGNATURE, 64, LOCKED, .sram = WITH_MSG_DIG,
		.baseline = BASELINE_VERIFY, .want = ninety },
	{ "external", ATCA_VERIFY, 0x02, 4, DATA_SIGNATURE_POINT, 128, LOCKED, .tempkey = TK_INPUT,
		.baseline = BASELINE_VERIFY_EXTERNAL, .want = ninety },
	{ "external, MAC", ATCA_VERIFY, 0x82, 4, DATA_SIGNATURE_POINT, 128, LOCKED, .tempkey = TK_INPUT,
		.sram = WITH_MSG_DIG, .baseline = BASELINE_VERIFY_EXTERNAL, .want = ninety },
	{ "external, MsgDigBuf", ATCA_VERIFY, 0x22, 4, DATA_SIGNATURE_POINT, 128, LOCKED,
		.sram = WITH_MSG_DIG, .baseline = BASELINE_VERIFY_EXTERNAL, .want = ninety },
	{ "validate", ATCA_VERIFY, 0x03, 13, DATA_VALIDATE, 83, LOCKED, .tempkey = TK_GEN_KEY,
		.baseline = BASELINE_VERIFY, .want = ninety },
	{ "config, 4 bytes", ATCA_WRITE, 0x00, 0x0005, DATA_FILL, 4, FRAME },
	{ "config, 32 bytes", ATCA_WRITE, 0x80, 0x0008, DATA_FILL, 32, FRAME },
	{ "OTP, 32 bytes", ATCA_WRITE, 0x81, 0, DATA_FILL, 32, HALF_LOCKED, FRAME },
	{ "data, 4 bytes", ATCA_WRITE, 0x02, 0x0040, DATA_ZEROS, 4, LOCKED, FRAME },
	{ "data, 32 bytes", ATCA_WRITE, 0x82, 0x0040, DATA_ZEROS, 32, LOCKED, FRAME },
	{ "data, encrypted", ATCA_WRITE, 0x82, 0x0038, DATA_SEALED, 64, LOCKED, .tempkey = TK_GEN_DIG,
		SHA_OF(96) },
};

/* What a 508A has besides. */
static const struct command_case cases_508[] = {
	{ "digest of a public key", ATCA_GEN_KEY, 0x10, 15, DATA_ZEROS, 3, LOCKED, .tempkey = TK_RANDOM,
		SHA_OF(128) },
	{ "HMAC", ATCA_HMAC, 0x00, 4, LOCKED, .tempkey = TK_RANDOM, .baseline = BASELINE_HMAC, .bytes = 88 },
	{ "pause", ATCA_PAUSE, 0x00, 0, LOCKED, FRAME },
	{ "update, 64 bytes", ATCA_SHA, 0x01, 0, DATA_FILL, 64, LOCKED, .sram = WITH_SHA, SHA_OF(55) },
	{ "end", ATCA_SHA, 0x02, 0, LOCKED, .sram = WITH_SHA, SHA_OF(0) },
	{ "HMAC end", ATCA_SHA, 0x05, 0, LOCKED, .sram = WITH_HMAC, .baseline = BASELINE_SHA_TWO,
		.bytes = 0 },
	{ "internal", ATCA_SIGN, 0x00, 0, LOCKED, .tempkey = TK_GEN_DIG, .baseline = BASELINE_SIGN,
		.want = ninety },
	{ "decrement limited use", ATCA_UPDATE_EXTRA, 0x02, 14, LOCKED, FRAME },
	{ "validate external", ATCA_VERIFY, 0x01, 13, DATA_SIGNATURE, 64, LOCKED, .tempkey = TK_INPUT,
		.sram = WITH_TRAIL, .baseline = BASELINE_VERIFY, .want = ninety },
	{ "OTP, 4 bytes", ATCA_WRITE, 0x01, 0, DATA_ZEROS, 4, LOCKED, FRAME },
};

struct command_run {
	struct bench_part *part;
	struct chip_env env;
	struct atecc start;
	bool anew; /* the command leaves another chip: every run begins with the first */
	uint8_t write[1 + 255];
	size_t write_len;
	uint8_t answer[ATCA_ANSWER_MAX];
	size_t answer_len;
	struct atecc chips[CHIPS];
};

/* By the chip itself, whose signatures the vectors vouch for. */
static void sign(struct bench_part *part, const uint8_t digest[32], uint8_t signature[64])
{
	struct rng_purpose purpose = { .purpose = 7 };
	struct rng_stream stream = rng_open(&part->rng, &purpose);

	if (crypto_p256_sign(part->crypto, &stream, part->d, digest, signature) < 0)
		bench_fail("cannot sign");
}

/* The message that Verify validate rebuilds, with OtherData all zero (atecc608.md 8.4). */
static void validation_digest(const struct atecc *chip, uint8_t digest[32])
{
	uint8_t message[55];
	struct wbuf w = wbuf_to(message, sizeof(message));

	wbuf_put(&w, chip->sram.tempkey.value, 32);
	wbuf_u8(&w, ATCA_SIGN);
	wbuf_fill(&w, 0, 10);
	wbuf_u8(&w, chip->nv.config[CONFIG_SN_4_8 + 4]);
	wbuf_fill(&w, 0, 4);
	wbuf_put(&w, chip->nv.config + CONFIG_SN_0_3, 2);
	wbuf_fill(&w, 0, 5);
	sha256_bytes(message, w.len, digest);
}

static void put_data(struct command_run *run, const struct command_case *c, struct wbuf *w)
{
	uint8_t digest[32];
	uint8_t signature[64];
	struct sha256 empty;
	size_t end = w->len + c->len;

	memset(digest, 0x5a, sizeof(digest));
	if (c->data == DATA_VALIDATE)
		validation_digest(&run->start, digest);
	sign(run->part, digest, signature);
	switch (c->data) {
	case DATA_POINT:
		wbuf_put(w, run->part->point, 64);
		break;
	case DATA_DIGEST_SIGNATURE:
		wbuf_put(w, digest, sizeof(digest));
		wbuf_put(w, signature, sizeof(signature));
		break;
	case DATA_SIGNATURE:
	case DATA_SIGNATURE_POINT:
	case DATA_VALIDATE:
		wbuf_put(w, signature, sizeof(signature));
		if (c->data == DATA_SIGNATURE_POINT)
			wbuf_put(w, run->part->point, 64);
		break;
	case DATA_PRIVATE:
		wbuf_fill(w, 0, 4);
		wbuf_put(w, run->part->d, 32);
		break;
	case DATA_SEALED:
		/* Good as a private key, too, and as anything else. */
		wbuf_fill(w, 0, 4);
		break;
	case DATA_DETAILS:
		wbuf_le32(w, c->details);
		break;
	case DATA_CONTEXT:
		sha256_init(&empty);
		wbuf_le32(w, 0);
		for (size_t i = 0; i < 8; i++)
			wbuf_le32(w, empty.h[i]);
		break;
	case DATA_ZEROS:
	case DATA_FILL:
		break;
	}
	wbuf_fill(w, c->data == DATA_FILL || c->data == DATA_SEALED ? 0x5a : 0, end - w->len);
}

static void put_packet(struct command_run *run, const struct command_case *c)
{
	struct wbuf w = wbuf_to(run->write, sizeof(run->write));
	uint8_t *packet = run->write + 1;

	wbuf_u8(&w, ATCA_WORD_COMMAND);
	wbuf_u8(&w, 0);
	wbuf_u8(&w, c->opcode);
	wbuf_u8(&w, c->param1);
	wbuf_le16(&w, c->param2);
	put_data(run, c, &w);
	wbuf_fill(&w, 0, 2);
	if (c->data == DATA_SEALED)
		atca_seal(&run->start, packet, w.len - 1);
	atca_repair(packet, w.len - 1, sizeof(run->write) - 1);
	run->write_len = w.len;
}

/* A command and its answer, as a driver that knows both lengths has them on the bus. */
static void once(struct command_run *run, struct atecc *chip)
{
	atecc_model.select(chip, &run->env, ATCA_ADDRESS_DEFAULT, false);
	atecc_model.write(chip, &run->env, run->write, run->write_len);
	atecc_model.stop(chip, &run->env);
	atecc_model.select(chip, &run->env, ATCA_ADDRESS_DEFAULT, true);
	atecc_model.read(chip, &run->env, run->answer, run->answer_len);
	atecc_model.stop(chip, &run->env);
}

static uint64_t run_anew(struct command_run *run, size_t n)
{
	uint64_t took = 0;

	for (size_t done = 0; done < n; done += CHIPS) {
		size_t now = n - done < CHIPS ? n - done : CHIPS;
		uint64_t began;

		for (size_t i = 0; i < now; i++)
			memcpy(&run->chips[i], &run->start, sizeof(run->start));
		began = bench_busy_ns();
		for (size_t i = 0; i < now; i++)
			once(run, &run->chips[i]);
		took += bench_busy_ns() - began;
	}
	return took;
}

static uint64_t run_on(struct command_run *run, size_t n)
{
	uint64_t began = bench_busy_ns();

	for (size_t i = 0; i < n; i++)
		once(run, &run->chips[0]);
	return bench_busy_ns() - began;
}

static uint64_t run_command(void *context, size_t n)
{
	struct command_run *run = context;

	return run->anew ? run_anew(run, n) : run_on(run, n);
}

/* Runs it once, to see that it succeeds, how long the answer is, and whether it changes the chip. */
static void try_once(struct command_run *run, const struct command_case *c, const char *command)
{
	struct atecc *chip = &run->chips[0];

	memcpy(chip, &run->start, sizeof(*chip));
	run->answer_len = ATCA_ANSWER_MIN;
	once(run, chip);
	run->answer_len = chip->io.out_len;
	/* Pause is answered by silence. */
	if (c->opcode != ATCA_PAUSE && chip->io.out_len < ATCA_ANSWER_MIN)
		bench_fail("%s %s is not answered", command, c->name);
	if (chip->io.out_len == ATCA_ANSWER_MIN && chip->io.out[1] != c->status)
		bench_fail("%s %s is answered with status %02x", command, c->name, chip->io.out[1]);
	run->anew = chip->io.mode != run->start.io.mode ||
		    memcmp(&chip->nv, &run->start.nv, sizeof(chip->nv)) != 0 ||
		    memcmp(&chip->sram, &run->start.sram, sizeof(chip->sram)) != 0;
}

static void bench_case(
	struct bench *bench, struct command_run *run, uint16_t revision, const struct command_case *c)
{
	struct bench_row row = {
		.link = revision == 0x5000 ? "508A" : "608A", .op = c->name, .want = c->want
	};
	struct bench_side chip = { .run = run_command, .context = run };
	struct bench_side side;
	struct baseline *baseline;

	row.scenario = atecc_command_find(c->opcode, revision == 0x5000 ? ON_508A : ON_608A)->name;
	row.baseline = baseline_name(c->baseline);
	if (!bench_wants(bench, &row))
		return;
	bench_chip(run->part, &run->start, revision, c->locks, c->tempkey, c->sram);
	put_packet(run, c);
	try_once(run, c, row.scenario);
	baseline = baseline_new(
		c->baseline, c->baseline == BASELINE_FRAME ? run->write_len : c->bytes, run->answer_len);
	side = baseline_side(baseline);
	bench_compare(bench, &row, &chip, &side);
	bench_print(bench, &row);
	baseline_free(baseline);
}

static bool covers(const struct command_case *cases, size_t n, enum atecc_revisions on,
	const struct atecc_command *command, const struct atecc_form *form)
{
	for (size_t i = 0; i < n; i++)
		if (cases[i].opcode == command->opcode &&
			atecc_form_find(command, cases[i].param1, on) == form)
			return true;
	return false;
}

/* What the chip's table has and nothing here runs is said, not forgotten. */
static void say_what_is_missing(const struct bench *bench)
{
	for (size_t i = 0; i < atecc_n_commands; i++) {
		const struct atecc_command *command = &atecc_commands[i];

		for (size_t k = 0; k < command->n_forms; k++) {
			const struct atecc_form *form = &command->forms[k];

			if (!covers(cases_608, sizeof(cases_608) / sizeof(cases_608[0]), ON_608A, command,
				    form) &&
				!covers(cases_508, sizeof(cases_508) / sizeof(cases_508[0]), ON_508A, command,
					form))
				bench_say(bench, "not measured: %s %s", command->name, form->name);
		}
	}
}

void bench_commands(struct bench *bench)
{
	struct bench_part part;
	struct command_run *run = calloc(1, sizeof(*run));

	if (!run)
		bench_fail("no memory");
	bench_part_open(&part);
	run->part = &part;
	run->env = bench_env(&part);
	for (size_t i = 0; i < sizeof(cases_608) / sizeof(cases_608[0]); i++)
		bench_case(bench, run, 0x6002, &cases_608[i]);
	for (size_t i = 0; i < sizeof(cases_508) / sizeof(cases_508[0]); i++)
		bench_case(bench, run, 0x5000, &cases_508[i]);
	if (!bench->only)
		say_what_is_missing(bench);
	bench_part_close(&part);
	free(run);
}
