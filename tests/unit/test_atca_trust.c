/* tests/unit/test_atca_trust.c: certificates rebuilt from a part that was provisioned over the bus. */
#include <errno.h>
#include <openssl/ec.h>
#include <openssl/ecdsa.h>
#include <openssl/evp.h>

#include "atca_keys.h"
#include "atca_memory.h"
#include "atca_trust.h"
#include "chain.h"
#include "cmocka_all.h"
#include "host_link.h"

enum {
	NOW = 1750000000, /* June 2025 */
};

/* An authority that this test has the key of. */
struct authority {
	EVP_PKEY *key;
	uint8_t point[ATCA_POINT_BYTES];
};

static struct authority new_authority(void)
{
	struct authority a = { .key = EVP_EC_gen("P-256") };
	uint8_t whole[65];
	size_t len;

	assert_int_equal(
		EVP_PKEY_get_octet_string_param(a.key, "encoded-pub-key", whole, sizeof(whole), &len), 1);
	memcpy(a.point, whole + 1, sizeof(a.point));
	return a;
}

/* The compressed certificate of this key, issued at the beginning of 2025 and signed. */
static void issue(struct atca_certificate *c, const struct authority *by, unsigned years,
	uint8_t compressed[ATCA_COMPRESSED_BYTES])
{
	const struct atca_compressed fields = { .year = 2025,
		.month = 1,
		.day = 1,
		.expire_years = years,
		.signer_id = 0xffff,
		.template_id = c->of->template_id,
		.serial_source = ATCA_FROM_KEY_HASH };
	uint8_t tbs[ATCA_CERTIFICATE_MAX], der[80];
	struct wbuf out = wbuf_to(tbs, sizeof(tbs));
	EVP_MD_CTX *context = EVP_MD_CTX_new();
	const unsigned char *at = der;
	size_t len = sizeof(der);
	ECDSA_SIG *signature;

	assert_int_equal(atca_compressed_write(&fields, compressed), 0);
	c->compressed = compressed;
	assert_int_equal(atca_certificate_tbs(c, &out), 0);
	assert_int_equal(EVP_DigestSignInit(context, NULL, EVP_sha256(), NULL, by->key), 1);
	assert_int_equal(EVP_DigestSign(context, der, &len, tbs, out.len), 1);
	signature = d2i_ECDSA_SIG(NULL, &at, (long)len);
	BN_bn2binpad(ECDSA_SIG_get0_r(signature), compressed, 32);
	BN_bn2binpad(ECDSA_SIG_get0_s(signature), compressed + 32, 32);
	ECDSA_SIG_free(signature);
	EVP_MD_CTX_free(context);
}

/* A part as the factory of this test makes it. */
struct made {
	struct host_link *f;
	const struct atca_chain_template *chain;
	enum atca_names names;
	struct authority root;
	struct authority signer;
	uint8_t slots[ATCA_SLOTS][416];
};

/* Private keys where templates have them; all else in plain, so that a test can spoil it. */
static void configure(struct atca_host *host)
{
	uint8_t config[ATCA_CONFIG_BYTES];

	assert_int_equal(atca_read_config(host, config), 0);
	for (size_t slot = 0; slot < ATCA_SLOTS; slot++) {
		memcpy(config + 20 + 2 * slot, slot < 2 ? "\x85\x20" : "\x0f\x0f", 2);
		memcpy(config + 96 + 2 * slot, slot < 2 ? "\x33\x00" : "\x3c\x00", 2);
	}
	assert_int_equal(atca_write_config(host, config), 0);
	assert_int_equal(atca_read_config(host, config), 0);
	assert_int_equal(atca_lock_config(host, config), 0);
}

static void put(struct made *m, struct atca_place at, const void *bytes, size_t len)
{
	memcpy(&m->slots[at.slot][at.offset], bytes, len);
}

static void put_point(struct made *m, struct atca_place at, const uint8_t point[ATCA_POINT_BYTES])
{
	uint8_t stored[72] = { 0 };

	memcpy(stored + 4, point, 32);
	memcpy(stored + 40, point + 32, 32);
	put(m, at, stored, sizeof(stored));
}

static void certify(struct made *m)
{
	const struct atca_template *device = m->chain->device, *signer = m->chain->signer;
	uint8_t point[ATCA_POINT_BYTES], serial[ATCA_PART_SERIAL_BYTES], compressed[ATCA_COMPRESSED_BYTES];
	struct atca_certificate c = { .of = signer,
		.names = m->names,
		.point = m->signer.point,
		.authority = m->names == ATCA_NAMES_SESIM ? m->root.point : NULL };
	const struct atca_host *host = &m->f->atca;

	issue(&c, &m->root, 31, compressed);
	put(m, signer->compressed, compressed, sizeof(compressed));
	put_point(m, signer->key, m->signer.point);
	assert_int_equal(atca_generate(&m->f->atca, device->key.slot, point), 0);
	assert_int_equal(atca_read_serial(&m->f->atca, serial), 0);
	c = (struct atca_certificate){ .of = device,
		.names = m->names,
		.point = point,
		.authority = m->signer.point,
		.serial = serial,
		.eui = device->eui_len > 0 ? "020123A4B5C6D7E8" : NULL,
		.eui_len = device->eui_len };
	issue(&c, &m->signer, 28, compressed);
	put(m, device->compressed, compressed, sizeof(compressed));
	if (device->eui_len > 0)
		put(m, device->eui, c.eui, c.eui_len);
	assert_int_equal(host->status, ATCA_SUCCESS);
}

static void write_all(struct made *m, const char *selector)
{
	uint8_t contents[1300], otp[ATCA_OTP_BYTES] = { 0 };
	struct wbuf w = wbuf_to(contents, sizeof(contents));

	for (unsigned slot = 2; slot < ATCA_SLOTS; slot++) {
		size_t size = atca_slot_bytes(slot),
		       whole = (size + ATCA_BLOCK - 1) / ATCA_BLOCK * ATCA_BLOCK;

		assert_int_equal(atca_write_slot(&m->f->atca, slot, 0, m->slots[slot], whole), 0);
		wbuf_put(&w, m->slots[slot], size);
	}
	memcpy(otp, selector, ATCA_SELECTOR_BYTES);
	assert_int_equal(atca_write_otp(&m->f->atca, 0, otp), 0);
	assert_int_equal(atca_write_otp(&m->f->atca, 1, otp + ATCA_BLOCK), 0);
	wbuf_put(&w, otp, sizeof(otp));
	assert_int_equal(atca_lock_data(&m->f->atca, rbuf_from(contents, w.len)), 0);
}

static struct made make(const char *selector, const char *template_name, enum atca_names names)
{
	struct made m = { .f = host_link_new("atecc608a"), .names = names };

	m.f->atca = atca_host_make(m.f->link, ATCA_ADDRESS_DEFAULT);
	m.chain = atca_template_named(template_name);
	m.root = new_authority();
	m.signer = new_authority();
	configure(&m.f->atca);
	certify(&m);
	write_all(&m, selector);
	return m;
}

static void unmake(struct made *m)
{
	EVP_PKEY_free(m->root.key);
	EVP_PKEY_free(m->signer.key);
	host_link_free(m->f);
}

/* Both steps: what a host does first. */
static int read_and_judge(
	struct atca_host *host, struct atca_trust *part, enum atca_names *names, struct why *why)
{
	int rc = atca_trust_read(host, part, why);

	return rc == 0 ? atca_trust_names(part, names, why) : rc;
}

static void every_kind_of_part_tells_its_chain(void **state)
{
	static const struct {
		const char *selector;
		const char *name;
	} kinds[] = { { "wdNxAjae", "tngtls-2" }, { "x6tjuZMy", "tngtls-3" }, { "MKMwyhP1", "tflxtls-4" },
		{ "BxZvm6q2", "tnglora-2" }, { "09qJNxI3", "tnglora-4" } };
	enum atca_names names;
	struct atca_trust part;

	(void)state;
	for (size_t i = 0; i < 10; i++) {
		struct made m = make(kinds[i / 2].selector, kinds[i / 2].name, (enum atca_names)(i % 2));
		uint8_t first[ATCA_CERTIFICATE_MAX], second[ATCA_CERTIFICATE_MAX];
		struct wbuf one = wbuf_to(first, sizeof(first)), two = wbuf_to(second, sizeof(second));
		struct rbuf nothing = { 0 }, device, signer;
		struct why why = { "" };
		uint8_t point[ATCA_POINT_BYTES];

		if (read_and_judge(&m.f->atca, &part, &names, &why) < 0 ||
			atca_trust_device(&part, names, &one, &why) < 0 ||
			atca_trust_signer(&part, names, i % 2 ? m.root.point : NULL, &two, &why) < 0)
			fail_msg("%s", why.text);
		assert_ptr_equal(part.of, m.chain);
		assert_int_equal(names, m.names);
		device = rbuf_from(first, one.len);
		signer = rbuf_from(second, two.len);
		assert_int_equal(chain_verify(device, nothing, signer, NOW, &why), 0);
		assert_int_equal(chain_signed_by(signer, m.root.point), 0);
		assert_int_equal(chain_signed_by(device, m.root.point), -EACCES);
		assert_int_equal(atca_certificate_point(device, point), 0);
		assert_memory_equal(point, part.device_point, sizeof(point));
		/* Names of ours say nothing of a root that nobody gives. */
		assert_int_equal(atca_trust_signer(&part, ATCA_NAMES_SESIM, NULL, &two, &why), -EINVAL);
		unmake(&m);
	}
}

/* Bits at places that mean different things: the signature, its date, the signer, the format. */
static void an_altered_certificate_is_refused(void **state)
{
	static const size_t places[] = { 0, 63, 64, 66, 67, 68, 69, 70, 71 };
	struct made m = make("x6tjuZMy", "tngtls-3", ATCA_NAMES_TEMPLATE);
	enum atca_names names;
	struct atca_trust part;
	struct why why;

	(void)state;
	for (size_t i = 0; i < sizeof(places) / sizeof(places[0]); i++) {
		uint8_t word[4];
		size_t at = places[i] / 4 * 4;
		int rc;

		memcpy(word, &m.slots[10][at], 4);
		word[places[i] % 4] ^= 0x10;
		assert_int_equal(atca_write_slot(&m.f->atca, 10, at, word, 4), 0);
		rc = read_and_judge(&m.f->atca, &part, &names, &why);
		assert_true(rc == -EACCES || rc == -EINVAL);
		assert_int_equal(atca_write_slot(&m.f->atca, 10, at, &m.slots[10][at], 4), 0);
	}
	assert_int_equal(read_and_judge(&m.f->atca, &part, &names, &why), 0);
	/* Its address, and the key of another signer. */
	assert_int_equal(atca_write_slot(&m.f->atca, 5, 0, "0299", 4), 0);
	assert_int_equal(read_and_judge(&m.f->atca, &part, &names, &why), -EACCES);
	assert_int_equal(atca_write_slot(&m.f->atca, 5, 0, m.slots[5], 4), 0);
	assert_int_equal(atca_store_key(&m.f->atca, 11, m.root.point), 0);
	assert_int_equal(read_and_judge(&m.f->atca, &part, &names, &why), -EACCES);
	assert_non_null(strstr(why.text, "not signed"));
	unmake(&m);
}

static void a_new_key_makes_the_certificate_another_s(void **state)
{
	struct made m = make("wdNxAjae", "tngtls-2", ATCA_NAMES_SESIM);
	enum atca_names names;
	struct atca_trust part;
	uint8_t point[ATCA_POINT_BYTES];

	(void)state;
	assert_int_equal(atca_generate(&m.f->atca, 0, point), 0);
	assert_int_equal(read_and_judge(&m.f->atca, &part, &names, NULL), -EACCES);
	unmake(&m);
}

static void other_parts_are_no_trust_parts(void **state)
{
	struct host_link *f = host_link_new("atecc608a+se050c");
	struct made m = make("nothing.", "tngtls-2", ATCA_NAMES_TEMPLATE);
	struct atca_trust part;
	struct why why;

	(void)state;
	assert_int_equal(atca_trust_read(&m.f->atca, &part, &why), -ENOENT);
	unmake(&m);
	f->atca = atca_host_make(f->link, ATCA_ADDRESS_DEFAULT);
	assert_int_equal(atca_trust_read(&f->atca, &part, &why), -ENOENT);
	assert_non_null(strstr(why.text, "locked"));
	f->atca = atca_host_make(f->link, 0x48);
	assert_true(atca_trust_read(&f->atca, &part, &why) < 0);
	host_link_free(f);
}

/* The simulator writes its certificates by itself: that their signatures hold here checks one against the other. */
static void simulated_trust_parts_are_understood(void **state)
{
	static const struct {
		const char *text;
		uint16_t address;
		const char *name;
		enum atca_names names;
	} parts[] = {
		{ "atecc608a-tngtls", 0x35, "tngtls-3", ATCA_NAMES_TEMPLATE },
		{ "atecc608b-tngtls,names=sesim", 0x35, "tngtls-3", ATCA_NAMES_SESIM },
		{ "atecc608a-tngtls-early", 0x35, "tngtls-2", ATCA_NAMES_TEMPLATE },
		{ "atecc608a-tflxtls", 0x36, "tngtls-2", ATCA_NAMES_TEMPLATE },
		{ "atecc608b-tflxtls,names=sesim", 0x36, "tngtls-2", ATCA_NAMES_SESIM },
		{ "atecc608b-tnglora", 0x59, "tnglora-4", ATCA_NAMES_TEMPLATE },
		{ "atecc608b-tnglora,names=sesim", 0x59, "tnglora-4", ATCA_NAMES_SESIM },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(parts) / sizeof(parts[0]); i++) {
		struct host_link *f = host_link_new(parts[i].text);
		uint8_t first[ATCA_CERTIFICATE_MAX], second[ATCA_CERTIFICATE_MAX];
		struct wbuf one = wbuf_to(first, sizeof(first)), two = wbuf_to(second, sizeof(second));
		enum atca_names names;
		struct atca_trust part;
		struct why why;

		f->atca = atca_host_make(f->link, parts[i].address);
		if (read_and_judge(&f->atca, &part, &names, &why) < 0)
			fail_msg("%s: %s", parts[i].text, why.text);
		assert_string_equal(part.of->name, parts[i].name);
		assert_int_equal(names, parts[i].names);
		assert_int_equal(atca_trust_device(&part, names, &one, &why), 0);
		if (names == ATCA_NAMES_TEMPLATE) {
			assert_int_equal(atca_trust_signer(&part, names, NULL, &two, &why), 0);
			assert_int_equal(chain_verify(rbuf_from(first, one.len), rbuf_from(NULL, 0),
						 rbuf_from(second, two.len), NOW, &why),
				0);
		}
		host_link_free(f);
	}
}
int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_kind_of_part_tells_its_chain),
		cmocka_unit_test(simulated_trust_parts_are_understood),
		cmocka_unit_test(an_altered_certificate_is_refused),
		cmocka_unit_test(a_new_key_makes_the_certificate_another_s),
		cmocka_unit_test(other_parts_are_no_trust_parts),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
