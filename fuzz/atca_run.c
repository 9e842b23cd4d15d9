/* fuzz/atca_run.c: one input's run of a chip, watched by the oracles. */
#include "atca_run.h"

#include <stdlib.h>
#include <string.h>

#include "atca_oracle.h"
#include "fuzz.h"
#include "latency608.h"
#include "zones.h"

enum {
	BYTE_NS = 90000, /* nine bits at 100 kHz */
	WAKE_LOW_NS = 80000,
	OVER_READ = 3,
	MODE_MASK = 0x03,
	MODE_IDLE = 2,
	MODE_ASLEEP = 3,
	MODE_LATENCY = 0x04,
	MODE_WATCHDOG_NEAR = 0x08,
	ALSO_MSG_DIG_32 = 0x01,
	ALSO_MSG_DIG_64 = 0x02,
	ALSO_ALT_KEY = 0x04,
	ALSO_SHA = 0x08,
	ALSO_HMAC = 0x10,
	ALSO_AUTHORISED = 0x20,
	ALSO_LATCH = 0x40,
	ALSO_SELF_TEST_FAILED = 0x80,
	AUTHORISING_SLOT = 4,
	VALIDATED_SLOT = 14,
};

/* FNV-1a. */
static void hear(struct atca_run *run, const uint8_t *bytes, size_t len)
{
	for (size_t i = 0; i < len; i++)
		run->heard = (run->heard ^ bytes[i]) * UINT64_C(0x100000001b3);
}

static void put_tempkey(struct atca_run *run, uint8_t preset)
{
	static const struct atecc_tempkey presets[] = {
		{ .valid = false },
		{ .valid = true },
		{ .valid = true, .input = true },
		{ .valid = true, .input = true, .wide = true },
		{ .valid = true, .gen_dig = true, .key_id = AUTHORISING_SLOT },
		{ .valid = true, .gen_key = true, .key_id = VALIDATED_SLOT },
		{ .valid = true, .private_key = true },
		{ .valid = true, .gen_dig = true, .no_mac = true, .key_id = 6 },
	};
	struct atecc_tempkey *tempkey = &run->chip.sram.tempkey;

	*tempkey = presets[preset % (sizeof(presets) / sizeof(presets[0]))];
	/* On a 508A there is half of it, and no private key in it. */
	if (atecc_silicon(&run->chip.nv)->on == ON_508A)
		tempkey->wide = tempkey->private_key = false;
	if (!tempkey->valid)
		return;
	memset(tempkey->value, 0x5a, tempkey->wide ? 64 : 32);
	if (tempkey->private_key)
		memcpy(tempkey->value, run->world->canaries.bytes[CANARY_TEMPKEY], P256_BYTES);
}

static void put_sram(struct atca_run *run, uint8_t also)
{
	static const uint8_t hashed[70] = { 0x11, 0x22, 0x33 };
	struct atecc_sram *sram = &run->chip.sram;
	struct hmac_sha256 hmac;

	if (also & ALSO_AUTHORISED) {
		sram->auth_valid = true;
		sram->auth_key = AUTHORISING_SLOT;
	}
	run->chip.power.latch = also & ALSO_LATCH;
	run->chip.power.self_test_failures = also & ALSO_SELF_TEST_FAILED ? 0x20 : 0;
	if (also & ALSO_SHA) {
		sram->sha_mode = SHA_PLAIN;
		sha256_init(&sram->sha);
		sha256_update(&sram->sha, hashed, sizeof(hashed));
	} else if (also & ALSO_HMAC) {
		sram->sha_mode = SHA_HMAC;
		hmac_sha256_init(&hmac, slot_bytes(&run->chip, AUTHORISING_SLOT), 32);
		sram->sha = hmac.inner;
		sram->sha_outer = hmac.outer;
	}
	if (atecc_silicon(&run->chip.nv)->on == ON_508A)
		return;
	if (also & (ALSO_MSG_DIG_32 | ALSO_MSG_DIG_64)) {
		sram->msg_dig_len = also & ALSO_MSG_DIG_64 ? 64 : 32;
		memset(sram->msg_dig_buf, 0xa5, sram->msg_dig_len);
	}
	if (also & ALSO_ALT_KEY) {
		sram->alt_key_valid = true;
		memcpy(sram->alt_key_buf, run->world->canaries.bytes[CANARY_ALT_KEY_BUF],
			sizeof(sram->alt_key_buf));
	}
}

void atca_run_begin(struct atca_run *run, struct rbuf *input)
{
	struct atca_world *world = atca_world();
	const uint8_t *whole = input->at;
	size_t whole_len = rbuf_left(input);
	const struct atca_start *start = &world->starts[rbuf_u8(input) % ATCA_STARTS];
	uint8_t mode = rbuf_u8(input);
	uint8_t tempkey = rbuf_u8(input);

	run->world = world;
	run->start = start;
	run->input = whole;
	run->input_len = whole_len;
	run->costly = 0;
	run->n_answers = 0;
	run->revealed = -1;
	run->heard = UINT64_C(0xcbf29ce484222325);
	memcpy(&run->chip, &start->chip, sizeof(run->chip));
	run->env = (struct chip_env){
		.crypto = world->crypto,
		.rng = &world->rng,
		.store = world->store,
		.latency = mode & MODE_LATENCY ? LATENCY_TYPICAL : LATENCY_NONE,
		.address = ATCA_ADDRESS_DEFAULT,
		.now_ns = 1000000000,
	};
	put_tempkey(run, tempkey);
	put_sram(run, rbuf_u8(input));
	if ((mode & MODE_MASK) == MODE_ASLEEP)
		return;
	run->chip.io.mode = (mode & MODE_MASK) == MODE_IDLE ? ATECC_IDLE : ATECC_AWAKE;
	run->chip.io.watchdog_at_ns = run->env.now_ns + atecc_watchdog_ns(&run->chip);
	if (mode & MODE_WATCHDOG_NEAR)
		run->chip.io.watchdog_at_ns = run->env.now_ns + UINT64_C(30000000);
}

static bool is_costly(uint8_t opcode)
{
	static const uint8_t costly[] = { ATCA_GEN_KEY, ATCA_SIGN, ATCA_ECDH, ATCA_VERIFY, ATCA_SECURE_BOOT,
		ATCA_SELF_TEST };

	return memchr(costly, opcode, sizeof(costly)) != NULL;
}

/* The command that STOP would run now, with the curve in it, when there were enough of them. */
static bool too_costly(struct atca_run *run)
{
	const struct atecc_io *io = &run->chip.io;
	struct rbuf in = rbuf_from(io->in, io->in_len);

	rbuf_u8(&in);
	return io->word == ATCA_WORD_COMMAND && is_costly(rbuf_u8(&in)) &&
	       ++run->costly > run->world->costly_max;
}

static void stop_writing(struct atca_run *run)
{
	struct atecc before;

	if (too_costly(run))
		run->chip.io.in_len = 0;
	if (run->drops_cache)
		crypto_drop_cache(run->world->crypto);
	memcpy(&before, &run->chip, sizeof(before));
	atecc_model.stop(&run->chip, &run->env);
	atca_oracle_stop(run, &before);
}

/* Room that ends where the allocation does, so that a step beyond is seen. */
static uint8_t *at_the_edge(const struct atca_run *run, const uint8_t *bytes, size_t len)
{
	uint8_t *room;

	if (len > ATCA_EDGE)
		fuzz_fail("a transaction of %zu bytes", len);
	room = run->world->edge + ATCA_EDGE - len;
	if (bytes && len > 0)
		memcpy(room, bytes, len);
	return room;
}

bool atca_run_write(struct atca_run *run, const uint8_t *bytes, size_t len)
{
	bool acknowledged;

	acknowledged = atecc_model.select(&run->chip, &run->env, run->chip.power.address, false);
	hear(run, &(uint8_t){ acknowledged }, 1);
	run->env.now_ns += BYTE_NS * (len + 1);
	if (!acknowledged)
		return false;
	if (atecc_model.write(&run->chip, &run->env, at_the_edge(run, bytes, len), len) > len)
		fuzz_fail("more bytes acknowledged than were sent");
	stop_writing(run);
	return true;
}

void atca_run_read(struct atca_run *run, size_t len)
{
	uint8_t *bytes = at_the_edge(run, NULL, len);
	bool acknowledged = atecc_model.select(&run->chip, &run->env, run->chip.power.address, true);

	hear(run, &(uint8_t){ acknowledged }, 1);
	run->env.now_ns += BYTE_NS * (len + 1);
	if (!acknowledged)
		return;
	atecc_model.read(&run->chip, &run->env, bytes, len);
	atecc_model.stop(&run->chip, &run->env);
	hear(run, bytes, len);
	atca_oracle_read(run, bytes, len);
}

static void keep_answer(struct atca_run *run)
{
	struct atca_answer *answer = &run->answers[run->n_answers++ % ATCA_ANSWERS];
	struct rbuf r = rbuf_from(run->chip.io.out, run->chip.io.out_len);

	rbuf_u8(&r);
	answer->len = (uint8_t)(rbuf_left(&r) - 2);
	rbuf_copy(&r, answer->bytes, answer->len);
}

void atca_run_command(struct atca_run *run, const uint8_t *packet, size_t len)
{
	uint8_t bytes[1 + 255];
	struct wbuf w = wbuf_to(bytes, sizeof(bytes));
	uint64_t ready;
	uint8_t out_len;

	wbuf_u8(&w, ATCA_WORD_COMMAND);
	wbuf_put(&w, packet, len < 255 ? len : 255);
	if (!atca_run_write(run, bytes, w.len))
		return;
	ready = atecc_model.ready_at(&run->chip);
	if (ready > run->env.now_ns)
		run->env.now_ns = ready;
	out_len = run->chip.io.out_len;
	if (out_len >= ATCA_ANSWER_MIN)
		keep_answer(run);
	atca_run_read(run, 1);
	atca_run_read(run, (size_t)out_len + OVER_READ);
}

void atca_run_sda_low(struct atca_run *run, uint64_t low_ns)
{
	bool post = chip_options(&run->chip).post && run->chip.io.mode == ATECC_ASLEEP;

	run->env.now_ns += low_ns;
	if (post && low_ns >= ATCA_WAKE_LOW_NS && ++run->costly > run->world->costly_max)
		return;
	atecc_model.sda_low(&run->chip, &run->env, low_ns);
	run->env.now_ns += WAKE_LOW_NS;
}

void atca_run_power_cycle(struct atca_run *run)
{
	struct atecc before;

	memcpy(&before, &run->chip, sizeof(before));
	atecc_model.power_off(&run->chip, &run->env);
	atecc_model.power_on(&run->chip, &run->env);
	atca_oracle_power_cycle(run, &before);
}

void atca_run_wait(struct atca_run *run, uint64_t ns)
{
	run->env.now_ns += ns;
}

void atca_run_compare(const struct atca_run *one, const struct atca_run *other)
{
	if (one->heard != other->heard)
		fuzz_fail("the same input gave other answers with the key cache dropped");
	if (memcmp(&one->chip, &other->chip, sizeof(one->chip)) != 0)
		fuzz_fail("the same input left another chip with the key cache dropped");
}

bool atca_run_twice(const uint8_t *bytes, size_t len)
{
	uint32_t sum = 0;

	for (size_t i = 0; i < len; i++)
		sum = sum * 31 + bytes[i];
	return (sum ^ sum >> 8) % 16 == 0;
}
