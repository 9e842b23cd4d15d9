/* tests/unit/atecc_fixture.c: an ATECC at 60 on a bus of 100 kHz, driven as a host drives it. */
#include "atecc_fixture.h"

#include "cmocka_all.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "crc.h"
#include "profiles.h"

const uint8_t known_key[32] = { 0x37, 0x80, 0xe6, 0x3d, 0x49, 0x68, 0xad, 0xe5, 0xd8, 0x22, 0xc0, 0x13, 0xfc,
	0xc3, 0x23, 0x84, 0x5d, 0x1b, 0x56, 0x9f, 0xe7, 0x05, 0xb6, 0x00, 0x06, 0xfe, 0xec, 0x14, 0x5a, 0x0d,
	0xb1, 0xe3 };

/* atecc608-hosts.md 3, from byte 16 */
static const char test_config_608[] =
	"c000a100 af2fc444 8720c4f4 8f0f0f0f 9f8f8364 c444c464 0f*12 ffffffff 00000000 ffffffff 00000000"
	" ff8403bc 09697600 00*8 0000 5555 ffff 0e40 00*4"
	" 3300 1c00 1300 1c00 3c00 3a10 1c00 3300 1c00 1c00 3800 3000 3c00 3c00 3200 3000";
/* The same where the 508A differs: OTPmode, LastKeyUse, no ChipOptions, no AES keys. */
static const char test_config_508[] =
	"c000aa00 af2fc444 8720c4f4 8f0f0f0f 9f8f8364 c444c464 0f*12 ffffffff 00000000 ffffffff 00000000"
	" ff*16 0000 5555 ffff 0000 00*4"
	" 3300 1c00 1300 1c00 3c00 3c00 1c00 3300 1c00 1c00 3c00 3000 3c00 3c00 3200 3000";

struct host_key fixture_key(unsigned int n)
{
	struct digest d = host_sha256("6b6579 %c", n);

	return host_key_from(d.at);
}

void use_clock(struct atecc_fixture *f, enum clock_mode mode, enum latency_kind latency, uint32_t speed_hz)
{
	struct chip_env env = { .crypto = f->crypto, .rng = &f->rng, .latency = latency, .address = 0x60 };

	bus_init(&f->bus, mode, speed_hz);
	f->seat = bus_attach(&f->bus, &atecc_model, f->chip, &env);
}

/* A factory-fresh part with serial number 0123 4567 89abcdef ee, not yet powered. */
static struct atecc_fixture *new_part(void **state, const char *name)
{
	struct atecc_fixture *f = calloc(1, sizeof(*f));
	const struct profile *profile;
	struct why why;

	assert_int_equal(profile_open(&profile, name, strlen(name), &why), 0);
	assert_non_null(f);
	f->chip = calloc(1, sizeof(*f->chip));
	assert_non_null(f->chip);
	if (crypto_new(&f->crypto, &why) < 0)
		fail_msg("%s", why.text);
	rng_seed(&f->rng, 608);
	memcpy(f->chip->nv.config, profile->atecc->config, sizeof(f->chip->nv.config));
	memset(f->chip->nv.otp, profile->atecc->fill, sizeof(f->chip->nv.otp));
	memset(f->chip->nv.data, profile->atecc->fill, sizeof(f->chip->nv.data));
	profile_drop(profile);
	set_config(f, CONFIG_SN_0_3, "01234567");
	set_config(f, CONFIG_SN_4_8, "89abcdef");
	*state = f;
	return f;
}

static int finish(struct atecc_fixture *f)
{
	use_clock(f, CLOCK_INSTANT, LATENCY_NONE, 100000);
	return 0;
}

static void fill_slots(struct atecc_fixture *f)
{
	static const unsigned int private_slots[] = { 0, 2, 7 };
	static const unsigned int public_slots[] = { 11, 14, 15 };

	for (unsigned int slot = 0; slot < ATECC_SLOTS; slot++)
		for (size_t i = 0; i < slot_length(slot); i++)
			slot_at(f, slot)[i] = (uint8_t)(0x11 * slot + i);
	for (size_t i = 0; i < 3; i++) {
		struct host_key inside = fixture_key(private_slots[i]);
		struct host_key outside = fixture_key(public_slots[i]);

		set_slot(f, private_slots[i], "00*4 %32", inside.d);
		set_public_key(f, public_slots[i], outside.point, 0x00);
	}
	set_slot(f, 4, "%32", known_key);
	set_slot(f, 10, "ffff1f00 ffff1f00");
}

static int provisioned(void **state, const char *name, const char *config, bool data_locked)
{
	struct atecc_fixture *f = new_part(state, name);

	set_config(f, 16, config);
	fill_slots(f);
	for (size_t i = 0; i < sizeof(f->chip->nv.otp); i++)
		f->chip->nv.otp[i] = (uint8_t)(0x40 + i);
	set_locks(f, true, data_locked);
	return finish(f);
}

int blank_608a(void **state)
{
	return finish(new_part(state, "atecc608a"));
}

int blank_608b(void **state)
{
	return finish(new_part(state, "atecc608b"));
}

int blank_508a(void **state)
{
	return finish(new_part(state, "atecc508a"));
}

int config_locked_608a(void **state)
{
	return provisioned(state, "atecc608a", test_config_608, false);
}

int config_locked_508a(void **state)
{
	return provisioned(state, "atecc508a", test_config_508, false);
}

int locked_608a(void **state)
{
	return provisioned(state, "atecc608a", test_config_608, true);
}

int locked_608b(void **state)
{
	return provisioned(state, "atecc608b", test_config_608, true);
}

int locked_508a(void **state)
{
	return provisioned(state, "atecc508a", test_config_508, true);
}

int atecc_tear_down(void **state)
{
	struct atecc_fixture *f = *state;

	assert_int_equal(crypto_unbound_draws(f->crypto), 0);
	crypto_free(f->crypto);
	free(f->chip);
	free(f);
	return 0;
}

static int transfer(struct atecc_fixture *f, uint16_t addr, uint16_t flags, uint8_t *bytes, size_t len)
{
	struct i2c_message m = { .addr = addr, .flags = flags, .len = (uint16_t)len, .bytes = bytes };
	size_t done;
	int rc = bus_transfer(&f->bus, &m, 1, &done);

	return rc < 0 ? rc : 0;
}

int host_write(struct atecc_fixture *f, uint16_t addr, const char *text, ...)
{
	struct bytes bytes = { .len = 0 };
	va_list args;

	va_start(args, text);
	wire_append(&bytes, text, &args);
	va_end(args);
	return transfer(f, addr, 0, bytes.at, bytes.len);
}

int host_read(struct atecc_fixture *f, uint16_t addr, void *bytes, size_t len)
{
	return transfer(f, addr, I2C_READ, bytes, len);
}

void let_pass_ns(struct atecc_fixture *f, uint64_t ns)
{
	clock_advance_to(&f->bus.clock, clock_now(&f->bus.clock) + ns);
}

void host_wake(struct atecc_fixture *f)
{
	host_write(f, 0, "00");
	let_pass_ns(f, 1500000);
}

void host_idle(struct atecc_fixture *f)
{
	assert_int_equal(host_write(f, 0x60, "02"), 0);
}

void host_sleep(struct atecc_fixture *f)
{
	host_wake(f);
	assert_int_equal(host_write(f, 0x60, "01"), 0);
}

void host_power_cycle(struct atecc_fixture *f)
{
	bus_power(&f->bus, f->seat, false);
	bus_power(&f->bus, f->seat, true);
}

struct bytes packet_of(const struct bytes *body)
{
	struct bytes made = wire("03 %c %b", (unsigned int)body->len + 3, body);
	uint16_t crc = crc16_atca(made.at + 1, made.len - 1);

	return wire("%b %w", &made, (unsigned int)crc);
}

struct bytes packet(const char *text, ...)
{
	struct bytes body = { .len = 0 };
	va_list args;

	va_start(args, text);
	wire_append(&body, text, &args);
	va_end(args);
	return packet_of(&body);
}

/* Until it acknowledges, as a polling host does, but without going round in between. */
static void wait_until_ready(struct atecc_fixture *f)
{
	clock_advance_to(&f->bus.clock, f->seat->model->ready_at(f->chip));
}

struct bytes run_bytes(struct atecc_fixture *f, const struct bytes *body)
{
	struct bytes sent = packet_of(body);
	struct bytes answer = { .len = 0 };
	uint8_t raw[256];
	uint16_t crc;

	if (f->drop_cache)
		crypto_drop_cache(f->crypto);
	if (f->chip->io.mode != ATECC_AWAKE)
		host_wake(f);
	wait_until_ready(f);
	assert_int_equal(transfer(f, 0x60, 0, sent.at, sent.len), 0);
	wait_until_ready(f);
	assert_int_equal(host_read(f, 0x60, raw, 1), 0);
	if (raw[0] < ATCA_ANSWER_MIN || raw[0] > ATCA_ANSWER_MAX)
		fail_msg("an answer of %u bytes", raw[0]);
	assert_int_equal(host_read(f, 0x60, raw + 1, raw[0] - 1u), 0);
	crc = crc16_atca(raw, raw[0] - 2u);
	assert_int_equal(raw[raw[0] - 2] | raw[raw[0] - 1] << 8, crc);
	answer.len = raw[0] - 3u;
	memcpy(answer.at, raw + 1, answer.len);
	if (!f->stay_awake)
		host_idle(f);
	return answer;
}

static struct bytes run_args(struct atecc_fixture *f, const char *text, va_list *args)
{
	struct bytes body = { .len = 0 };

	wire_append(&body, text, args);
	return run_bytes(f, &body);
}

struct bytes run(struct atecc_fixture *f, const char *text, ...)
{
	struct bytes answer;
	va_list args;

	va_start(args, text);
	answer = run_args(f, text, &args);
	va_end(args);
	return answer;
}

void assert_status_at(
	const char *file, int line, struct atecc_fixture *f, enum atca_status status, const char *text, ...)
{
	struct bytes expected = wire("%c", (unsigned int)status);
	struct bytes answer;
	va_list args;

	va_start(args, text);
	answer = run_args(f, text, &args);
	va_end(args);
	assert_bytes_at(file, line, answer.at, answer.len, &expected);
}

void assert_answer_at(
	const char *file, int line, struct atecc_fixture *f, const char *text, const char *expected, ...)
{
	struct bytes answer, wanted = { .len = 0 };
	va_list args;

	va_start(args, expected);
	answer = run_args(f, text, &args);
	wire_append(&wanted, expected, &args);
	va_end(args);
	assert_bytes_at(file, line, answer.at, answer.len, &wanted);
}

struct bytes assert_length_at(
	const char *file, int line, struct atecc_fixture *f, size_t len, const char *text, ...)
{
	struct bytes answer;
	va_list args;

	va_start(args, text);
	answer = run_args(f, text, &args);
	va_end(args);
	if (answer.len != len) {
		print_error("an answer of %zu bytes (first %02x) where %zu are due\n", answer.len,
			answer.at[0], len);
		_fail(file, line);
	}
	return answer;
}

struct digest host_nonce_fixed(struct atecc_fixture *f, const uint8_t value[32])
{
	struct digest tempkey;

	memcpy(tempkey.at, value, sizeof(tempkey.at));
	assert_status(f, ATCA_SUCCESS, "16 03 0000 %32", value);
	return tempkey;
}

/* LORA-B 5.1.4 */
struct digest host_nonce_random(struct atecc_fixture *f)
{
	struct bytes rand_out = assert_length(f, 32, "16 00 0000 a5*20");

	return host_sha256("%32 a5*20 16 00 00", rand_out.at);
}

/* LORA-B 5.3.4.3 */
struct digest host_gen_dig(
	struct atecc_fixture *f, unsigned int slot, const struct digest *tempkey, const char *other_data)
{
	struct bytes command = other_data ? wire(other_data) : wire("15 02 %w", slot);
	struct bytes sent = other_data ? command : wire("");

	assert_status(f, ATCA_SUCCESS, "15 02 %w %b", slot, &sent);
	return host_sha256("%32 %b ee 0123 00*25 %32", slot_at(f, slot), &command, tempkey->at);
}

/* LORA-B 5.3.2, atecc608.md 7.3 */
struct bytes check_mac_data(const uint8_t key[32], unsigned int slot)
{
	struct digest mac = host_sha256("%32 00*32 0800 %w 00*8 00*3 ee 00*4 0123 00*2", key, slot);

	return wire("00*32 %32 0800 %w 00*3 00*4 00*2", mac.at, slot);
}

void host_authorise(struct atecc_fixture *f, unsigned int slot)
{
	struct bytes data = check_mac_data(slot_at(f, slot), slot);

	assert_status(f, ATCA_SUCCESS, "28 00 %w %b", slot, &data);
}

void set_config(struct atecc_fixture *f, size_t at, const char *text, ...)
{
	struct bytes bytes = { .len = 0 };
	va_list args;

	va_start(args, text);
	wire_append(&bytes, text, &args);
	va_end(args);
	assert_true(at + bytes.len <= sizeof(f->chip->nv.config));
	memcpy(f->chip->nv.config + at, bytes.at, bytes.len);
}

void set_slot_config(struct atecc_fixture *f, unsigned int slot, unsigned int value)
{
	set_config(f, CONFIG_SLOT_CONFIG + 2 * slot, "%w", value);
}

void set_key_config(struct atecc_fixture *f, unsigned int slot, unsigned int value)
{
	set_config(f, CONFIG_KEY_CONFIG + 2 * slot, "%w", value);
}

void set_locks(struct atecc_fixture *f, bool config, bool data)
{
	set_config(f, CONFIG_LOCK_VALUE, "%c %c", data ? 0x00u : 0x55u, config ? 0x00u : 0x55u);
}

/* atecc608.md 2.5 */
void set_counter(struct atecc_fixture *f, unsigned int id, uint32_t v)
{
	uint32_t lin_a = 0xffffu >> v % 32;
	uint32_t lin_b = 0xffffu >> (v >= 16 ? (v - 16) % 32 : 0);
	uint32_t bin_a = v / 32;
	uint32_t bin_b = v >= 16 ? (v - 16) / 32 : 0;

	set_config(f, CONFIG_COUNTER_0 + 8 * id, "%c%c %c%c %c%c %c%c", lin_a >> 8, lin_a, lin_b >> 8, lin_b,
		bin_a >> 8, bin_a, bin_b >> 8, bin_b);
}

uint32_t get_counter(const struct atecc_fixture *f, unsigned int id)
{
	const uint8_t *c = f->chip->nv.config + CONFIG_COUNTER_0 + 8 * id;
	uint32_t lin_a = (uint32_t)(c[0] << 8 | c[1]), lin_b = (uint32_t)(c[2] << 8 | c[3]);
	uint32_t bin_a = (uint32_t)(c[4] << 8 | c[5]), bin_b = (uint32_t)(c[6] << 8 | c[7]);
	uint32_t v = lin_a ? bin_a * 32 : bin_b * 32 + 16;

	for (uint32_t lin = lin_a ? lin_a : lin_b; lin < 0x8000; lin <<= 1)
		v++;
	return v;
}

size_t slot_length(unsigned int slot)
{
	return slot < 8 ? 36 : slot == 8 ? 416 : 72;
}

uint8_t *slot_at(struct atecc_fixture *f, unsigned int slot)
{
	size_t at = 0;

	for (unsigned int i = 0; i < slot; i++)
		at += slot_length(i);
	return f->chip->nv.data + at;
}

void set_slot(struct atecc_fixture *f, unsigned int slot, const char *text, ...)
{
	struct bytes bytes = { .len = 0 };
	va_list args;

	va_start(args, text);
	wire_append(&bytes, text, &args);
	va_end(args);
	assert_true(bytes.len <= slot_length(slot));
	memcpy(slot_at(f, slot), bytes.at, bytes.len);
}

void set_public_key(struct atecc_fixture *f, unsigned int slot, const uint8_t point[64], uint8_t validity)
{
	set_slot(f, slot, "%c 00*3 %32 00*4 %32", (unsigned int)validity, point, point + 32);
}

void assert_unchanged_at(
	const char *file, int line, const struct atecc_fixture *f, const struct atecc *before)
{
	struct atecc_power power = f->chip->power;

	/* How many commands ran keys the random stream; it is no state of the part. */
	power.commands = before->power.commands;
	if (memcmp(&f->chip->nv, &before->nv, sizeof(before->nv)) != 0)
		print_error("non-volatile memory changed\n");
	else if (memcmp(&f->chip->sram, &before->sram, sizeof(before->sram)) != 0)
		print_error("volatile memory changed\n");
	else if (memcmp(&power, &before->power, sizeof(power)) != 0)
		print_error("what sleep keeps changed\n");
	else
		return;
	_fail(file, line);
}

unsigned int data_address(unsigned int slot, unsigned int block, unsigned int word)
{
	return block << 8 | slot << 3 | word;
}

struct bytes xored(const uint8_t *bytes, size_t held, const struct digest *mask)
{
	struct bytes out = wire("%32", mask->at);

	for (size_t i = 0; i < held; i++)
		out.at[i] ^= bytes[i];
	return out;
}

void assert_refused_unchanged(struct atecc_fixture *f, const char *text)
{
	struct atecc before = *f->chip;

	assert_status(f, ATCA_EXECUTION_ERROR, text);
	assert_unchanged(f, &before);
}

void assert_reads(struct atecc_fixture *f, const char *text)
{
	struct bytes expected = wire(text);
	uint8_t found[256];

	assert_int_equal(host_read(f, 0x60, found, expected.len), 0);
	assert_bytes(found, expected.len, &expected);
}

void assert_reads_answer(struct atecc_fixture *f, const char *text)
{
	struct bytes data = wire(text);
	struct bytes sent = packet_of(&data);
	struct bytes expected = wire("%b ff", &sent);
	uint8_t found[256] = { 0x03 }; /* the word address */

	assert_int_equal(host_read(f, 0x60, found + 1, expected.len - 1), 0);
	assert_bytes(found, expected.len, &expected);
}

void assert_silent(struct atecc_fixture *f, uint16_t addr)
{
	uint8_t byte;

	assert_int_equal(host_read(f, addr, &byte, 1), -ENXIO);
}

void send_packet(struct atecc_fixture *f, const struct bytes *packet_bytes)
{
	assert_int_equal(host_write(f, 0x60, "%b", packet_bytes), 0);
}
