/* sim/atecc608/io.c: the I2C side: wake, idle, sleep, watchdog, and the two buffers. */
#include <string.h>

#include "atecc.h"
#include "defect.h"
#include "cursor.h"
#include "latency608.h"
#include "self_test.h"
#include "zones.h"

static void flush_buffers(struct atecc *chip)
{
	memset(chip->io.in, 0, sizeof(chip->io.in));
	memset(chip->io.out, 0, sizeof(chip->io.out));
	chip->io.in_len = chip->io.out_len = chip->io.out_at = 0;
	chip->io.word_seen = false;
	chip->io.busy_until_ns = 0;
}

/* A complete reset: everything volatile but what only power-off erases. */
static void go_to_sleep(struct atecc *chip)
{
	memset(&chip->sram, 0, sizeof(chip->sram));
	flush_buffers(chip);
	chip->io.mode = ATECC_ASLEEP;
}

/* Stops the watchdog and flushes the buffers; SRAM stays, but for a CheckMac copy (204 8.3). */
void atecc_go_idle(struct atecc *chip)
{
	if (chip->sram.tempkey.copied)
		memset(&chip->sram.tempkey, 0, sizeof(chip->sram.tempkey));
	flush_buffers(chip);
	chip->io.mode = ATECC_IDLE;
}

static void watchdog_tick(struct atecc *chip, uint64_t now_ns)
{
	if (chip->io.mode == ATECC_AWAKE && now_ns >= chip->io.watchdog_at_ns)
		go_to_sleep(chip);
}

static void wake(struct atecc *chip, struct chip_env *env)
{
	bool from_sleep = chip->io.mode == ATECC_ASLEEP;
	bool post = chip_options(chip).post && from_sleep;

	chip->io.mode = ATECC_AWAKE;
	chip->io.busy_until_ns = env->now_ns + atecc_wake_ns(env->latency, post);
	chip->io.watchdog_at_ns = env->now_ns + atecc_watchdog_ns(chip);
	if (defect_planted(env, PLANT_ATCA_NO_WATCHDOG))
		chip->io.watchdog_at_ns = UINT64_MAX;
	if (from_sleep)
		chip->power.address = config_address(chip);
	chip->power.self_test_failures = post ? self_test_run(chip, env, SELF_TEST_ALL) : 0;
	/* UNCERTAIN (ATCA-U-03): after a failed self test at wake, 07 with its right CRC. */
	atecc_answer_status(chip, chip->power.self_test_failures ? ATCA_SELF_TEST_ERROR : ATCA_AFTER_WAKE);
}

static void power_on(void *state, struct chip_env *env)
{
	struct atecc *chip = state;
	struct rbuf old = rbuf_from(chip->nv.restarts, sizeof(chip->nv.restarts));
	struct wbuf w = wbuf_to(chip->nv.restarts, sizeof(chip->nv.restarts));

	memset(&chip->power, 0, sizeof(chip->power));
	go_to_sleep(chip);
	chip->power.address = config_address(chip);
	/* A seeded stream must never repeat in a part's life; without a seed nothing needs to be kept. */
	if (env->rng->seeded) {
		wbuf_le32(&w, rbuf_le32(&old) + 1);
		/* Without it the next power-up will draw the same: told, since a chip cannot refuse to be powered. */
		chip_commit(env, &chip->nv);
	}
}

static void power_off(void *state, struct chip_env *env)
{
	struct atecc *chip = state;

	(void)env;
	go_to_sleep(chip);
	memset(&chip->power, 0, sizeof(chip->power));
}

/* A command has begun to come in and is not complete. */
static bool command_partial(const struct atecc *chip)
{
	return chip->io.in_len > 0;
}

/* Bytes that the command still lacks, as far as its count is known; 0 also for a count no packet can have. */
static size_t command_lacks(const struct atecc *chip)
{
	struct rbuf r = rbuf_from(chip->io.in, chip->io.in_len);
	uint8_t count = rbuf_u8(&r);

	if (chip->io.in_len == 0)
		return 1;
	/* Such a one is answered as soon as it is there. */
	if (count < ATCA_ANSWER_MIN || count > ATCA_PACKET_MAX || chip->io.in_len >= count)
		return 0;
	return (size_t)(count - chip->io.in_len);
}

static bool command_complete(const struct atecc *chip)
{
	return command_lacks(chip) == 0;
}

/* Asleep, idle or busy it does not answer; nor a read while a command is incomplete (LORA-B 7.5). */
static bool select_chip(void *state, struct chip_env *env, uint16_t addr, bool read)
{
	struct atecc *chip = state;

	watchdog_tick(chip, env->now_ns);
	if (chip->io.mode != ATECC_AWAKE || addr != chip->power.address)
		return false;
	if (env->now_ns < chip->io.busy_until_ns && !defect_planted(env, PLANT_ATCA_ANSWERS_BUSY))
		return false;
	if (read)
		return !command_partial(chip);
	chip->io.word_seen = false;
	return true;
}

/* The input is a FIFO: a command may come in several writes; what exceeds its count is ignored (LORA-B 7.2). */
static void take_command(struct atecc *chip, struct rbuf *r)
{
	struct wbuf in = wbuf_to(chip->io.in, sizeof(chip->io.in));

	in.len = chip->io.in_len;
	while (rbuf_left(r) > 0 && !command_complete(chip)) {
		size_t lacks = command_lacks(chip);
		size_t n = rbuf_left(r) < lacks ? rbuf_left(r) : lacks;

		rbuf_copy(r, wbuf_room(&in, n), n);
		chip->io.in_len = (uint8_t)in.len;
		/* UNCERTAIN (ATCA-U-04): the answer not yet read is lost with the first byte of the next command. */
		chip->io.out_len = chip->io.out_at = 0;
	}
}

static size_t write_bytes(void *state, struct chip_env *env, const uint8_t *bytes, size_t len)
{
	struct atecc *chip = state;
	struct rbuf r = rbuf_from(bytes, len);

	if (len == 0)
		return 0;
	if (!chip->io.word_seen) {
		chip->io.word = rbuf_u8(&r);
		chip->io.word_seen = true;
	}
	if (chip->io.word == ATCA_WORD_RESET) {
		if (!defect_planted(env, PLANT_ATCA_NO_REWIND))
			chip->io.out_at = 0;
		chip->io.in_len = 0;
	} else if (chip->io.word == ATCA_WORD_COMMAND) {
		take_command(chip, &r);
	}
	return len;
}

/* Reads are one stream over any number of transactions; past its end there is ff (DS20005927A 6.6). */
static void read_bytes(void *state, struct chip_env *env, uint8_t *bytes, size_t len)
{
	struct atecc *chip = state;
	size_t left = (size_t)(chip->io.out_len - chip->io.out_at);
	size_t n = len < left ? len : left;

	memcpy(bytes, chip->io.out + chip->io.out_at, n);
	memset(bytes + n, defect_planted(env, PLANT_ATCA_ZEROS_PAST_END) ? 0x00 : 0xff, len - n);
	chip->io.out_at = (uint8_t)(chip->io.out_at + n);
}

/* Execution starts at STOP (TNGTLS-B 7.1.2). */
static void stop(void *state, struct chip_env *env)
{
	struct atecc *chip = state;
	bool wrote = chip->io.word_seen;

	chip->io.word_seen = false;
	watchdog_tick(chip, env->now_ns);
	if (chip->io.mode != ATECC_AWAKE || !wrote)
		return;
	switch (chip->io.word) {
	case ATCA_WORD_SLEEP:
		if (defect_planted(env, PLANT_ATCA_SLEEP_KEEPS))
			atecc_go_idle(chip);
		else
			go_to_sleep(chip);
		break;
	case ATCA_WORD_IDLE:
		if (defect_planted(env, PLANT_ATCA_IDLE_FORGETS))
			go_to_sleep(chip);
		else
			atecc_go_idle(chip);
		break;
	case ATCA_WORD_COMMAND:
		if (command_complete(chip)) {
			atecc_execute(chip, env);
			chip->io.in_len = 0;
		}
		break;
	default:
		break;
	}
}

/* An awake part ignores it (TNGTLS-B 7.1.1). */
static void sda_low(void *state, struct chip_env *env, uint64_t low_ns)
{
	struct atecc *chip = state;

	if (chip->io.mode != ATECC_AWAKE && low_ns >= ATCA_WAKE_LOW_NS)
		wake(chip, env);
}

static uint64_t ready_at(const void *state)
{
	const struct atecc *chip = state;

	return chip->io.busy_until_ns;
}

const struct chip_model atecc_model = {
	.kind = "atecc608",
	.size = sizeof(struct atecc),
	.nv_size = sizeof(struct atecc_nv),
	.power_on = power_on,
	.power_off = power_off,
	.select = select_chip,
	.write = write_bytes,
	.read = read_bytes,
	.stop = stop,
	.sda_low = sda_low,
	.ready_at = ready_at,
};
