/*
 * fuzz/fuzz_element.c: what the provider asks of chips, and chips that answer anything. The input's first byte chooses the
 * chip and what is asked of it; what follows are its answers, each with its length before it, in frames that are in order
 * unless the length has its upper bit. When there are no more the chip is silent, or its link is lost.
 */
#include <errno.h>
#include <openssl/err.h>
#include <openssl/objects.h>
#include <openssl/provider.h>
#include <stdlib.h>
#include <string.h>

#include "atca.h"
#include "crc.h"
#include "fuzz.h"
#include "provider.h"
#include "t1.h"

enum {
	CHOICE_ATECC = 1,
	CHOICE_LOST = 2,
	CHOICE_JOB = 2, /* bits to the right of it */
	BROKEN = 0x80,
	ANSWER_MAX = 0x7f,
	STEPS_MAX = 20000, /* of the bus: more than any operation's patience */
};

struct chip {
	struct link link;
	struct rbuf answers;
	bool atecc, lost, number;
	uint8_t frame[T1_BLOCK_MAX + 8];
	size_t len, at;
	size_t steps;
};

static struct rbuf next_answer(struct chip *chip, bool *broken)
{
	uint8_t len = rbuf_u8(&chip->answers);
	size_t left = rbuf_left(&chip->answers), n = len & ANSWER_MAX;

	*broken = len & BROKEN;
	return rbuf_take(&chip->answers, n < left ? n : left);
}

static void load_raw(struct chip *chip, struct rbuf bytes)
{
	struct wbuf w = wbuf_to(chip->frame, sizeof(chip->frame));

	wbuf_put(&w, bytes.at, rbuf_left(&bytes));
	chip->len = w.len;
}

static void load_atecc(struct chip *chip, struct rbuf bytes)
{
	struct wbuf w = wbuf_to(chip->frame, sizeof(chip->frame));

	wbuf_u8(&w, (uint8_t)(rbuf_left(&bytes) + 3));
	wbuf_put(&w, bytes.at, rbuf_left(&bytes));
	wbuf_le16(&w, crc16_atca(chip->frame, w.len));
	chip->len = w.len;
}

static void load_block(struct chip *chip, uint8_t pcb, struct rbuf inf)
{
	struct wbuf w = wbuf_to(chip->frame, sizeof(chip->frame));

	t1_block_write(&w, T1_NAD_TO_HOST, pcb, inf.at, rbuf_left(&inf));
	chip->len = w.len;
}

static void told_atecc(struct chip *chip, struct rbuf bytes)
{
	static const uint8_t awake = ATCA_AFTER_WAKE;
	bool broken;
	struct rbuf answer;

	if (rbuf_left(&bytes) == 1 && rbuf_u8(&bytes) == ATCA_WORD_RESET)
		return;
	if (rbuf_left(&bytes) < 2) {
		load_atecc(chip, rbuf_from(&awake, 1));
		return;
	}
	answer = next_answer(chip, &broken);
	if (broken)
		load_raw(chip, answer);
	else
		load_atecc(chip, answer);
}

static void told_se05x(struct chip *chip, struct rbuf bytes)
{
	static const uint8_t atr[1];
	struct t1_block block;
	struct rbuf answer;
	bool broken;

	if (t1_block_parse(bytes, &block) != T1_ACKNOWLEDGED)
		return;
	if ((block.pcb & T1_KIND) == T1_S) {
		chip->number = false;
		load_block(chip, block.pcb | T1_S_ANSWER, rbuf_from(atr, 1));
		return;
	}
	if ((block.pcb & T1_KIND) == T1_R)
		return;
	answer = next_answer(chip, &broken);
	if (broken)
		load_raw(chip, answer);
	else
		load_block(chip, chip->number ? T1_I_NUMBER : 0, answer);
	chip->number = !chip->number;
}

static int transfer(struct link *link, struct i2c_message *msgs, size_t n, size_t *done)
{
	struct chip *chip = (struct chip *)link;

	if (++chip->steps > STEPS_MAX)
		fuzz_fail("it does not end");
	*done = 0;
	if (rbuf_bad(&chip->answers) && chip->lost)
		return -ENODEV;
	if (msgs->flags & I2C_READ) {
		if (chip->len == 0 || rbuf_bad(&chip->answers))
			return -ENXIO;
		for (size_t i = 0; i < msgs->len; i++)
			msgs->bytes[i] = chip->at < chip->len ? chip->frame[chip->at++] : 0xff;
		return (int)(*done = n);
	}
	chip->at = 0;
	if (chip->atecc)
		told_atecc(chip, rbuf_from(msgs->bytes, msgs->len));
	else
		told_se05x(chip, rbuf_from(msgs->bytes, msgs->len));
	return (int)(*done = n);
}

static int chip_wait(struct link *link, uint64_t ns)
{
	(void)link;
	(void)ns;
	return 0;
}

static void chip_close(struct link *link)
{
	(void)link;
}

static const struct link_ops ops = { .transfer = transfer, .wait = chip_wait, .close = chip_close };

static int chip_open(const struct link_scheme *scheme, const char *url, struct link **out, struct why *why)
{
	struct chip *chip = scheme->context;

	(void)url;
	(void)why;
	*out = &chip->link;
	return 0;
}

/* What the provider may be asked for; each with its reference. */
static int sign(struct element *chip, const struct reference *of, struct why *why)
{
	static const uint8_t digest[32];
	uint8_t bytes[ELEMENT_SIGNATURE_MAX];
	struct wbuf out = wbuf_to(bytes, sizeof(bytes));

	return element_ecdsa(chip, of->key, rbuf_from(digest, sizeof(digest)), &out, why);
}

static int use_rsa(struct element *chip, const struct reference *of, struct why *why)
{
	uint8_t bytes[ELEMENT_SIGNATURE_MAX], block[256] = { 0 };
	struct wbuf out = wbuf_to(bytes, sizeof(bytes));
	int rc = element_rsa_message(chip, of->key, NID_sha256, true, rbuf_from(block, 20), &out, why);

	out = wbuf_to(bytes, sizeof(bytes));
	if (rc == -EOPNOTSUPP || rc == -EACCES)
		rc = element_rsa_block(chip, of->key, rbuf_from(block, sizeof(block)), &out, why);
	return rc;
}

static int read_certificates(struct element *chip, const struct reference *of, struct why *why)
{
	uint8_t *bytes = malloc(ELEMENT_CERTIFICATES_MAX);
	struct wbuf out = wbuf_to(bytes, ELEMENT_CERTIFICATES_MAX);
	int rc = element_certificates(chip, of, &out, why);

	free(bytes);
	return rc;
}

static int generate(struct element *chip, const struct reference *of, struct why *why)
{
	return element_generate(chip, of, NID_X9_62_prime256v1, why);
}

static int read_public(struct element *chip, const struct reference *of, struct why *why)
{
	struct element_public public;

	return element_public_key(chip, of->key, &public, why);
}

static const struct job {
	const char *se05x;
	const char *atecc;
	int (*run)(struct element *chip, const struct reference *of, struct why *why);
} jobs[] = {
	{ "sesim:link=chip:;key=1", "sesim:link=chip:;slot=0", read_public },
	{ "sesim:link=chip:;key=1", "sesim:link=chip:;slot=0", sign },
	{ "sesim:link=chip:;key=1", "sesim:link=chip:;slot=0", use_rsa },
	{ "sesim:link=chip:;certificate=2", "sesim:link=chip:;certificate=device", read_certificates },
	{ "sesim:link=chip:;certificate=2", "sesim:link=chip:;certificate=signer", read_certificates },
	{ "sesim:link=chip:;key=1", "sesim:link=chip:;slot=0", generate },
};

enum {
	JOBS = sizeof(jobs) / sizeof(jobs[0]),
};

static void run(struct provider *provider, const struct job *job, bool atecc)
{
	struct reference reference;
	struct element *chip;
	struct why why = { "" };
	int rc;

	if (reference_parse(&reference, atecc ? job->atecc : job->se05x, &why) < 0 ||
		elements_find(&provider->chips, &reference, &chip, &why) < 0)
		fuzz_fail("%s", why.text);
	rc = job->run(chip, &reference, &why);
	if (rc < 0 && why.text[0] == '\0')
		fuzz_fail("refused with %d and no word", rc);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t len)
{
	struct chip chip = { .link = { .ops = &ops,
				     .info = { .simulated = true, .clock = WIRE_CLOCK_INSTANT } } };
	const struct link_scheme scheme = { .name = "chip", .open = chip_open, .context = &chip };
	const struct link_scheme *const schemes[] = { &scheme };
	struct provider provider = { .lib = NULL };
	uint8_t choice;

	chip.answers = rbuf_from(bytes, len);
	choice = rbuf_u8(&chip.answers);
	chip.atecc = choice & CHOICE_ATECC;
	chip.lost = choice & CHOICE_LOST;
	if (pthread_mutex_init(&provider.lock, NULL) != 0 ||
		elements_init(&provider.chips, &provider, schemes, 1) < 0)
		fuzz_fail("nothing to begin with");
	run(&provider, &jobs[(choice >> CHOICE_JOB) % JOBS], chip.atecc);
	elements_free(&provider.chips);
	OSSL_PROVIDER_unload(provider.base);
	OSSL_LIB_CTX_free(provider.lib);
	pthread_mutex_destroy(&provider.lock);
	ERR_clear_error();
	return 0;
}

/* libFuzzer's own are enough. */
size_t LLVMFuzzerCustomMutator(uint8_t *bytes, size_t len, size_t max, unsigned int seed)
{
	(void)seed;
	return LLVMFuzzerMutate(bytes, len, max);
}
