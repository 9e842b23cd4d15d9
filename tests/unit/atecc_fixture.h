/*
 * tests/unit/atecc_fixture.h: an ATECC at 60 on a bus of 100 kHz, driven as a host drives it.
 *
 * Each command is a wake pulse, one write, two reads and idle, unless stay_awake is set. Times are modelled
 * (CLOCK_INSTANT) and chance is seeded, so every test repeats byte for byte.
 */
#ifndef SESIM_TESTS_ATECC_FIXTURE_H
#define SESIM_TESTS_ATECC_FIXTURE_H

#include <stdbool.h>

#include "atecc.h"
#include "bus.h"
#include "crypto.h"
#include "host_crypto.h"
#include "wire_text.h"

struct atecc_fixture {
	struct crypto *crypto;
	struct rng rng;
	struct bus bus;
	struct bus_seat *seat;
	struct atecc *chip; /* the back door */
	bool stay_awake;
	bool drop_cache; /* before every command */
};

/*
 * cmocka setups, by part and locks. Blank parts are those of sim/profiles. The others
 * hold the vendor library's test config (atecc608-hosts.md 3): fixture_key(n) in private slots 0, 2, 7
 * and its public half in 11, 14, 15, the known key in slot 4, limit 2097151 in slot 10, 11*n + i elsewhere.
 */
int blank_608a(void **state);
int blank_608b(void **state);
int blank_508a(void **state);
int config_locked_608a(void **state);
int config_locked_508a(void **state);
int locked_608a(void **state);
int locked_608b(void **state);
int locked_508a(void **state);
int atecc_tear_down(void **state);

/* A row of a test list. */
#define ON(part, test) cmocka_unit_test_setup_teardown(test, part, atecc_tear_down)

/* Begins again on a bus with this clock, latency and speed; the chip has been powered anew. */
void use_clock(struct atecc_fixture *f, enum clock_mode mode, enum latency_kind latency, uint32_t speed_hz);

extern const uint8_t known_key[32]; /* in slot 4 */
struct host_key fixture_key(unsigned int n);

/* One transaction of one message; 0 or a negative errno. */
int host_write(struct atecc_fixture *f, uint16_t addr, const char *text, ...);
int host_read(struct atecc_fixture *f, uint16_t addr, void *bytes, size_t len);
/* A zero byte to address 0, and 1.5 ms. */
void host_wake(struct atecc_fixture *f);
void host_idle(struct atecc_fixture *f);
void host_sleep(struct atecc_fixture *f);
void host_power_cycle(struct atecc_fixture *f);
void let_pass_ns(struct atecc_fixture *f, uint64_t ns);

/* One read whose bytes are these; a whole answer with count and CRC, and nothing behind it; or no acknowledge. */
void assert_reads(struct atecc_fixture *f, const char *text);
void assert_reads_answer(struct atecc_fixture *f, const char *text);
void assert_silent(struct atecc_fixture *f, uint16_t addr);
void send_packet(struct atecc_fixture *f, const struct bytes *packet_bytes);

/* The packet with word address, count and CRC around "opcode param1 param2 data". */
struct bytes packet(const char *text, ...);
struct bytes packet_of(const struct bytes *body);

/* Runs "opcode param1 param2 data" and returns what comes back, without count and CRC, which are checked. */
struct bytes run(struct atecc_fixture *f, const char *text, ...);
struct bytes run_bytes(struct atecc_fixture *f, const struct bytes *body);

void assert_status_at(
	const char *file, int line, struct atecc_fixture *f, enum atca_status status, const char *text, ...);
/* Text and expected answer, then the arguments of both in turn. */
void assert_answer_at(
	const char *file, int line, struct atecc_fixture *f, const char *text, const char *expected, ...);
#define assert_status(f, ...) assert_status_at(__FILE__, __LINE__, (f), __VA_ARGS__)
#define assert_answer(f, ...) assert_answer_at(__FILE__, __LINE__, (f), __VA_ARGS__)
/* Runs it and demands an answer of so many bytes, which it returns. */
struct bytes assert_length_at(
	const char *file, int line, struct atecc_fixture *f, size_t len, const char *text, ...);
#define assert_length(f, ...) assert_length_at(__FILE__, __LINE__, (f), __VA_ARGS__)

/* What Info State says: flags byte, then Valid 80, authorised key << 3, authorised 04. */
#define assert_state(f, text) assert_answer(f, "30 02 0000", text " 0000")
#define assert_tempkey_valid(f, valid) assert_int_equal(run((f), "30 02 0000").at[1] >> 7, (valid))
/* TempKey's low 32 bytes, by the back door. */
#define assert_tempkey(f, digest) assert_memory_equal((f)->chip->sram.tempkey.value, (digest).at, 32)

/* Steps of hosts, with what TempKey then holds by the documents' formulas. Serial number EE 0123 4567 89abcdef. */
struct digest host_nonce_fixed(struct atecc_fixture *f, const uint8_t value[32]);
struct digest host_nonce_random(struct atecc_fixture *f);
/* GenDig of a slot's first 32 bytes; OtherData NULL for a slot without NoMac. */
struct digest host_gen_dig(
	struct atecc_fixture *f, unsigned int slot, const struct digest *tempkey, const char *other_data);
/*
 * CheckMac of a slot with a zero challenge and the OtherData of a MAC in mode 00 of that slot: 77 bytes that
 * match. host_authorise runs it.
 */
struct bytes check_mac_data(const uint8_t key[32], unsigned int slot);
void host_authorise(struct atecc_fixture *f, unsigned int slot);

/* The back door. */
void set_config(struct atecc_fixture *f, size_t at, const char *text, ...);
void set_slot_config(struct atecc_fixture *f, unsigned int slot, unsigned int value);
void set_key_config(struct atecc_fixture *f, unsigned int slot, unsigned int value);
void set_locks(struct atecc_fixture *f, bool config, bool data);
void set_counter(struct atecc_fixture *f, unsigned int id, uint32_t value);
uint32_t get_counter(const struct atecc_fixture *f, unsigned int id);
/* From the slot's first byte; what the text does not reach stays. */
void set_slot(struct atecc_fixture *f, unsigned int slot, const char *text, ...);
void set_public_key(struct atecc_fixture *f, unsigned int slot, const uint8_t point[64], uint8_t validity);
uint8_t *slot_at(struct atecc_fixture *f, unsigned int slot);
size_t slot_length(unsigned int slot);

/* param2 of the data zone: bits 2..0 word, 6..3 slot, 11..8 block (TNGTLS-B 4.4). */
unsigned int data_address(unsigned int slot, unsigned int block, unsigned int word);
/* 32 bytes of the mask, with those of `bytes` XORed in. */
struct bytes xored(const uint8_t *bytes, size_t held, const struct digest *mask);

/* Refused with 0F, and nothing changed. */
void assert_refused_unchanged(struct atecc_fixture *f, const char *text);
/* Fails unless nothing outside the I2C side changed since `before`. */
void assert_unchanged_at(
	const char *file, int line, const struct atecc_fixture *f, const struct atecc *before);
#define assert_unchanged(f, before) assert_unchanged_at(__FILE__, __LINE__, (f), (before))

#endif
