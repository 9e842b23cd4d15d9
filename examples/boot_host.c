/* examples/boot_host.c: SecureBoot on an ATECC608 (TFLX-A 5.2.3; docs/reference/atecc608.md). */
#include "boot_host.h"

#include <errno.h>
#include <openssl/crypto.h>
#include <openssl/rand.h>
#include <openssl/sha.h>
#include <string.h>

#include "cursor.h"

enum {
	SLOT_IO_KEY = 6,
	SLOT_VENDOR = 15,
	BLOCK = 32,
	NUM_IN = 20,
	ZONE_DATA = 0x02,
	ACCESS_32 = 0x80,
	LOCK_CONFIG = 0x80, /* without a checksum of the zone: each packet had its own */
	LOCK_DATA = 0x81,
	NONCE_RANDOM = 0x00,
	FULL_STORE = 0x86, /* bit 7: digest and answer are protected */
	FULL_COPY = 0x87,
};

/* Two bytes of the config zone each, as TrustFLEX parts have them: LE16. */
static const struct {
	uint8_t at;
	uint16_t value;
} config[] = {
	{ 20 + 2 * 6, 0x8f8f },  /* slot 6, IO protection key: secret, never written again */
	{ 20 + 2 * 7, 0x8f9f },  /* slot 7, the digest: secret, written by SecureBoot alone */
	{ 20 + 2 * 15, 0x8f0f }, /* slot 15, the vendor's key: readable, never written again */
	{ 96 + 2 * 6, 0x001c }, { 96 + 2 * 7, 0x001c }, { 96 + 2 * 15, 0x0010 }, /* P-256 */
	{ 70, 0xf713 }, /* SecureBoot: keeps the digest, in slot 7; key in slot 15; wants a random nonce */
	{ 90, 0x6002 }, /* ChipOptions: there is an IO protection key, in slot 6 */
};

/* One command; -EPROTO when its answer is not `len` bytes. */
static int ask(const struct boot_host *host, const char *what, enum atca_opcode opcode, uint8_t param1,
	uint16_t param2, struct rbuf data, size_t len, struct atca_answer *answer, struct why *why)
{
	int rc = atca_host_command(&host->part, opcode, param1, param2, data.at, rbuf_left(&data), answer);

	if (rc < 0)
		return why_errno(why, rc, "%s", what);
	if (answer->status != ATCA_SUCCESS)
		return why_fail(why, EPROTO, "%s is refused with status %02x", what, answer->status);
	if (answer->len != len)
		return why_fail(why, EPROTO, "%s: %zu bytes come, not %zu", what, answer->len, len);
	return 0;
}

static int begin(const struct boot_host *host, struct why *why)
{
	struct atca_answer answer;
	int rc;

	atca_host_sleep(&host->part); /* whoever was here before; a part asleep does not acknowledge */
	rc = atca_host_wake(&host->part, &answer);
	if (rc < 0)
		return why_errno(why, rc, "no part wakes at address %02x", host->part.address);
	if (answer.status != ATCA_AFTER_WAKE)
		return why_fail(why, EPROTO, "the part wakes with status %02x", answer.status);
	return 0;
}

/* The config zone is written by words of four bytes. */
static int configure(const struct boot_host *host, uint8_t at, uint16_t value, struct why *why)
{
	struct atca_answer answer;
	uint16_t word = at / 4;
	uint8_t bytes[4];
	struct wbuf w;
	struct rbuf old;
	int rc = ask(
		host, "reading the configuration", ATCA_READ, 0, word, (struct rbuf){ 0 }, 4, &answer, why);

	if (rc < 0)
		return rc;
	old = rbuf_from(answer.data, 4);
	w = wbuf_to(bytes, sizeof(bytes));
	for (size_t i = 0; i < 4; i += 2) {
		uint16_t was = rbuf_le16(&old);

		wbuf_le16(&w, i == at % 4u ? value : was);
	}
	return ask(
		host, "writing the configuration", ATCA_WRITE, 0, word, rbuf_from(bytes, 4), 1, &answer, why);
}

static int write_slot(const struct boot_host *host, unsigned int slot, struct rbuf bytes, struct why *why)
{
	struct atca_answer answer;
	int rc = 0;

	for (unsigned int block = 0; rc == 0 && rbuf_left(&bytes) > 0; block++)
		rc = ask(host, "writing a slot", ATCA_WRITE, ZONE_DATA | ACCESS_32,
			(uint16_t)(block << 8 | slot << 3), rbuf_take(&bytes, BLOCK), 1, &answer, why);
	return rc;
}

/* A public key stands in a slot as 0000, X, 0000, Y of 4, 32, 4 and 32 bytes; the rest of the third block is dropped. */
static int write_vendor(const struct boot_host *host, const uint8_t vendor[BOOT_POINT], struct why *why)
{
	uint8_t bytes[3 * BLOCK];
	struct wbuf w = wbuf_to(bytes, sizeof(bytes));

	wbuf_fill(&w, 0, 4);
	wbuf_put(&w, vendor, 32);
	wbuf_fill(&w, 0, 4);
	wbuf_put(&w, vendor + 32, 32);
	wbuf_fill(&w, 0, wbuf_left(&w));
	return write_slot(host, SLOT_VENDOR, rbuf_from(bytes, w.len), why);
}

int boot_provision(const struct boot_host *host, const uint8_t vendor[BOOT_POINT], struct why *why)
{
	const struct rbuf nothing = { 0 };
	struct atca_answer answer;
	int rc = begin(host, why);

	for (size_t i = 0; rc == 0 && i < sizeof(config) / sizeof(config[0]); i++)
		rc = configure(host, config[i].at, config[i].value, why);
	if (rc == 0)
		rc = ask(host, "locking the configuration", ATCA_LOCK, LOCK_CONFIG, 0, nothing, 1, &answer,
			why);
	if (rc == 0)
		rc = write_slot(host, SLOT_IO_KEY, rbuf_from(host->io_key, BOOT_KEY), why);
	if (rc == 0)
		rc = write_vendor(host, vendor, why);
	if (rc == 0)
		rc = ask(host, "locking the data", ATCA_LOCK, LOCK_DATA, 0, nothing, 1, &answer, why);
	atca_host_sleep(&host->part);
	return rc;
}

/* K = SHA-256(IO protection key, nonce), with the nonce that Nonce leaves in TempKey: of both sides' numbers. */
static int agree(const struct boot_host *host, uint8_t key[SHA256_DIGEST_LENGTH], struct why *why)
{
	uint8_t ours[NUM_IN], message[64];
	struct wbuf w = wbuf_to(message, sizeof(message));
	struct atca_answer theirs;
	int rc;

	if (RAND_bytes(ours, sizeof(ours)) != 1)
		return why_fail(why, EIO, "OpenSSL has no random numbers");
	rc = ask(host, "a nonce", ATCA_NONCE, NONCE_RANDOM, 0, rbuf_from(ours, NUM_IN), 32, &theirs, why);
	if (rc < 0)
		return rc;
	wbuf_put(&w, theirs.data, 32);
	wbuf_put(&w, ours, NUM_IN);
	wbuf_u8(&w, ATCA_NONCE);
	wbuf_u8(&w, NONCE_RANDOM);
	wbuf_u8(&w, 0);
	SHA256(message, w.len, key);

	w = wbuf_to(message, sizeof(message));
	wbuf_put(&w, host->io_key, BOOT_KEY);
	wbuf_put(&w, key, SHA256_DIGEST_LENGTH);
	SHA256(message, w.len, key);
	OPENSSL_cleanse(message, sizeof(message));
	return 0;
}

/* What the part says when it agrees, and nobody else can; with FullStore of a digest no signature enters. */
static void expected_answer(const uint8_t key[SHA256_DIGEST_LENGTH], uint8_t mode,
	const uint8_t digest[BOOT_DIGEST], struct rbuf signature, uint8_t mac[SHA256_DIGEST_LENGTH])
{
	uint8_t message[32 + BOOT_DIGEST + BOOT_SIGNATURE + 4];
	struct wbuf w = wbuf_to(message, sizeof(message));

	wbuf_put(&w, key, SHA256_DIGEST_LENGTH);
	wbuf_put(&w, digest, BOOT_DIGEST);
	wbuf_put(&w, signature.at, rbuf_left(&signature));
	wbuf_u8(&w, ATCA_SECURE_BOOT);
	wbuf_u8(&w, mode);
	wbuf_le16(&w, 0);
	SHA256(message, w.len, mac);
	OPENSSL_cleanse(message, sizeof(message));
}

static int judge(const struct atca_answer *answer, const uint8_t mac[SHA256_DIGEST_LENGTH], struct why *why)
{
	if (answer->len == 1 && answer->status == ATCA_MISCOMPARE)
		return why_fail(why, EKEYREJECTED, "the part refuses the image");
	if (answer->status != ATCA_SUCCESS)
		return why_fail(why, EPROTO, "SecureBoot is refused with status %02x", answer->status);
	if (answer->len != SHA256_DIGEST_LENGTH ||
		CRYPTO_memcmp(answer->data, mac, SHA256_DIGEST_LENGTH) != 0)
		return why_fail(why, EBADMSG, "the answer is not this part's answer to this question");
	return 0;
}

static int secure_boot(const struct boot_host *host, uint8_t mode, const uint8_t digest[BOOT_DIGEST],
	struct rbuf signature, struct why *why)
{
	uint8_t key[SHA256_DIGEST_LENGTH] = { 0 }, mac[SHA256_DIGEST_LENGTH],
		data[BOOT_DIGEST + BOOT_SIGNATURE];
	struct wbuf w = wbuf_to(data, sizeof(data));
	struct atca_answer answer;
	int rc = agree(host, key, why);

	if (rc < 0)
		return rc;
	for (size_t i = 0; i < BOOT_DIGEST; i++)
		wbuf_u8(&w, digest[i] ^ key[i]);
	wbuf_put(&w, signature.at, rbuf_left(&signature));
	expected_answer(key, mode, digest, signature, mac);
	OPENSSL_cleanse(key, sizeof(key));
	rc = atca_host_command(&host->part, ATCA_SECURE_BOOT, mode, 0, data, w.len, &answer);
	return rc < 0 ? why_errno(why, rc, "SecureBoot") : judge(&answer, mac, why);
}

static int run(const struct boot_host *host, uint8_t mode, const uint8_t digest[BOOT_DIGEST],
	struct rbuf signature, struct why *why)
{
	int rc = begin(host, why);

	if (rc == 0)
		rc = secure_boot(host, mode, digest, signature, why);
	atca_host_sleep(&host->part);
	return rc;
}

int boot_install(const struct boot_host *host, const uint8_t digest[BOOT_DIGEST],
	const uint8_t signature[BOOT_SIGNATURE], struct why *why)
{
	return run(host, FULL_COPY, digest, rbuf_from(signature, BOOT_SIGNATURE), why);
}

int boot_check(const struct boot_host *host, const uint8_t digest[BOOT_DIGEST], struct why *why)
{
	return run(host, FULL_STORE, digest, (struct rbuf){ 0 }, why);
}
