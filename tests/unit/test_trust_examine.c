/* tests/unit/test_trust_examine.c: what sesim chip show can tell of a Trust part's certificates. */
#include "cmocka_all.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "part.h"
#include "trust.h"
#include "trust_examine.h"

struct fixture {
	struct crypto *crypto;
	struct rng rng;
	struct part *part;
	char batch[32]; /* a key file; "": none was made */
};

static int setup(void **state)
{
	struct fixture *f = calloc(1, sizeof(*f));
	struct why why;

	assert_non_null(f);
	rng_seed(&f->rng, 3);
	if (crypto_new(&f->crypto, &why) < 0)
		fail_msg("%s", why.text);
	*state = f;
	return 0;
}

static int teardown(void **state)
{
	struct fixture *f = *state;

	part_free(f->part);
	assert_int_equal(crypto_unbound_draws(f->crypto), 0);
	crypto_free(f->crypto);
	if (f->batch[0])
		unlink(f->batch);
	free(f);
	return 0;
}

static struct atecc *open_part(struct fixture *f, const char *text)
{
	struct part_options options = { .rng = &f->rng, .crypto = f->crypto };
	struct part_spec spec;
	struct why why = { "" };

	if (part_parse(&spec, text, strlen(text), &why) < 0 || part_open(&f->part, &spec, &options, &why) < 0)
		fail_msg("%s: %s", text, why.text);
	part_spec_clear(&spec);
	return f->part->chip;
}

static const struct profile_certificate *certificate(const struct fixture *f, const char *name)
{
	const struct profile *profile = f->part->profile;

	for (size_t i = 0; i < profile->n_certificates; i++)
		if (strcmp(profile->certificates[i].name, name) == 0)
			return &profile->certificates[i];
	fail_msg("there is no certificate %s", name);
	return NULL;
}

static struct trust_report report(const struct fixture *f, const char *name)
{
	struct trust_report out;

	assert_int_equal(
		trust_examine(f->part->chip, f->part->profile, f->crypto, certificate(f, name), &out), 0);
	return out;
}

#define assert_finds(f, name, what) assert_int_equal(report((f), (name)).finding, (what))

static bool is_public(const struct fixture *f)
{
	return trust_is_public(f->part->chip, f->part->profile, f->crypto);
}

static void make_batch(struct fixture *f)
{
	static const char secret[] = "a batch of nobody's, 32 bytes long";
	int fd;

	snprintf(f->batch, sizeof(f->batch), "/tmp/sesim-batch-XXXXXX");
	fd = mkstemp(f->batch);
	assert_true(fd >= 0);
	assert_int_equal(write(fd, secret, sizeof(secret)), sizeof(secret));
	close(fd);
}

static void as_from_the_factory_both_are_over_the_templates_names(void **state)
{
	struct fixture *f = *state;

	open_part(f, "atecc608b-tngtls");
	assert_finds(f, "device", TRUST_TEMPLATE);
	assert_finds(f, "signer", TRUST_TEMPLATE);
	assert_int_equal(report(f, "device").fields.signer_id, 0xffff);
	assert_int_equal(report(f, "device").fields.years, 28);
	assert_true(is_public(f));
}

static void with_our_names_that_is_told(void **state)
{
	struct fixture *f = *state;

	open_part(f, "atecc608b-tnglora,names=sesim");
	assert_finds(f, "device", TRUST_SESIM);
	assert_finds(f, "signer", TRUST_SESIM);
}

/* Its signer's key is in the part, the root's is not. */
static void of_another_batch_the_root_cannot_be_told(void **state)
{
	struct fixture *f = *state;
	char text[64];

	make_batch(f);
	snprintf(text, sizeof(text), "atecc608b-tngtls,batch=%s", f->batch);
	open_part(f, text);
	assert_finds(f, "device", TRUST_TEMPLATE);
	assert_finds(f, "signer", TRUST_UNVERIFIED);
	assert_false(is_public(f));
}

static void an_altered_certificate_is_told(void **state)
{
	struct fixture *f = *state;
	struct atecc *chip = open_part(f, "atecc608b-tflxtls");

	chip->nv.data[8 * 36 + 416 + 72 + 5] ^= 1; /* slot 10's signature */
	assert_finds(f, "device", TRUST_BROKEN);
	assert_finds(f, "signer", TRUST_TEMPLATE);
}

/* A part whose compressed certificate is another's */
static void a_certificate_of_another_key_is_told(void **state)
{
	struct fixture *f = *state;
	struct atecc *chip = open_part(f, "atecc608b-tngtls,serial=0123000000000001ee");
	uint8_t certificate_of_one[72];

	memcpy(certificate_of_one, chip->nv.data + 8 * 36 + 416 + 72, 72);
	part_free(f->part);
	chip = open_part(f, "atecc608b-tngtls,serial=0123000000000002ee");
	memcpy(chip->nv.data + 8 * 36 + 416 + 72, certificate_of_one, 72);
	assert_finds(f, "device", TRUST_BROKEN);
}

static void an_emptied_slot_holds_none(void **state)
{
	struct fixture *f = *state;
	struct atecc *chip = open_part(f, "atecc608b-tflxtls");

	memset(chip->nv.data + 8 * 36 + 416 + 72, 0, 3 * 72); /* slots 10 to 12 */
	assert_finds(f, "device", TRUST_NONE);
	assert_finds(f, "signer", TRUST_NONE);
	assert_false(is_public(f));
}

/* The key gone, the certificates still there: the root of another batch might have signed one of no key. */
static void without_the_signers_key_nothing_can_be_told(void **state)
{
	struct fixture *f = *state;
	struct atecc *chip = open_part(f, "atecc608b-tflxtls");

	memset(chip->nv.data + 8 * 36 + 416 + 2 * 72, 0, 72); /* slot 11 */
	assert_finds(f, "device", TRUST_BROKEN);
	assert_finds(f, "signer", TRUST_UNVERIFIED);
}

/* What a reel's manifest tells is what the slots hold. */
static void a_whole_certificate_is_signed_as_the_compressed_one_is(void **state)
{
	struct fixture *f = *state;
	struct atecc *chip = open_part(f, "atecc608b-tngtls");
	const struct batch batch = batch_public();
	uint8_t bytes[CERTIFICATE_MAX], again[CERTIFICATE_MAX];
	struct wbuf der = wbuf_to(bytes, sizeof(bytes)), other = wbuf_to(again, sizeof(again));
	struct certificate_maker maker;
	struct ca ca;

	ca_open(&ca, &batch);
	maker = certificate_maker(f->part->profile, &ca, f->crypto, NAMES_TEMPLATE);
	assert_int_equal(
		trust_certificate(chip, f->part->profile, &maker, certificate(f, "signer"), &der), 0);
	assert_int_equal(certificate_of_authority(&maker, certificate(f, "signer")->of, &other), 0);
	assert_int_equal(der.len, other.len);
	assert_memory_equal(bytes, again, der.len);
	der = wbuf_to(bytes, 300);
	assert_int_equal(
		trust_certificate(chip, f->part->profile, &maker, certificate(f, "device"), &der), -ENOSPC);
	ca_close(&ca);
}

int main(void)
{
#define WITH_FIXTURE(test) cmocka_unit_test_setup_teardown(test, setup, teardown)
	static const struct CMUnitTest tests[] = {
		WITH_FIXTURE(as_from_the_factory_both_are_over_the_templates_names),
		WITH_FIXTURE(with_our_names_that_is_told),
		WITH_FIXTURE(of_another_batch_the_root_cannot_be_told),
		WITH_FIXTURE(an_altered_certificate_is_told),
		WITH_FIXTURE(a_certificate_of_another_key_is_told),
		WITH_FIXTURE(an_emptied_slot_holds_none),
		WITH_FIXTURE(without_the_signers_key_nothing_can_be_told),
		WITH_FIXTURE(a_whole_certificate_is_signed_as_the_compressed_one_is),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
