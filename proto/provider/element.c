/* proto/provider/element.c: the chips this process talks to, each over one connection that all keys and threads share. */
#include "element.h"

#include <errno.h>
#include <openssl/crypto.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>
#include <unistd.h>

#include "element_port.h"

static const struct element_kind *const kinds[] = { &element_kind_se05x, &element_kind_atecc };

int elements_init(
	struct elements *chips, struct provider *provider, const struct link_scheme *const *schemes, size_t n)
{
	*chips = (struct elements){ .provider = provider, .schemes = schemes, .n_schemes = n };
	return -pthread_mutex_init(&chips->lock, NULL);
}

static void free_chips_of(struct shared_link *shared)
{
	while (shared->chips) {
		struct element *chip = shared->chips;

		shared->chips = chip->next;
		OPENSSL_cleanse(chip, sizeof(*chip));
		free(chip);
	}
}

void elements_free(struct elements *chips)
{
	while (chips->links) {
		struct shared_link *shared = chips->links;

		chips->links = shared->next;
		free_chips_of(shared);
		link_close(shared->link);
		pthread_mutex_destroy(&shared->lock);
		free(shared);
	}
	pthread_mutex_destroy(&chips->lock);
}

static struct shared_link *find_link(struct elements *chips, const char *url, struct why *why)
{
	struct shared_link *shared;

	for (shared = chips->links; shared; shared = shared->next)
		if (strcmp(shared->url, url) == 0)
			return shared;
	shared = calloc(1, sizeof(*shared));
	if (!shared || pthread_mutex_init(&shared->lock, NULL) != 0) {
		why_fail(why, ENOMEM, "no memory for the link %s", url);
		free(shared);
		return NULL;
	}
	memcpy(shared->url, url, strlen(url) + 1);
	shared->next = chips->links;
	chips->links = shared;
	return shared;
}

static bool same(const struct element *chip, const struct reference *reference)
{
	return chip->address == reference->address && chip->kind->family == reference->family &&
	       chip->has_scp03 == reference->has_scp03 &&
	       (!chip->has_scp03 || memcmp(&chip->scp03, &reference->scp03, sizeof(chip->scp03)) == 0);
}

static struct element *find_chip(struct elements *chips, struct shared_link *shared,
	const struct reference *reference, struct why *why)
{
	struct element *chip;

	for (chip = shared->chips; chip; chip = chip->next)
		if (same(chip, reference))
			return chip;
	chip = calloc(1, sizeof(*chip));
	if (!chip) {
		why_fail(
			why, ENOMEM, "no memory for the chip at %02x of %s", reference->address, shared->url);
		return NULL;
	}
	*chip = (struct element){ .next = shared->chips,
		.all = chips,
		.shared = shared,
		.address = reference->address,
		.has_scp03 = reference->has_scp03,
		.scp03 = reference->scp03 };
	for (size_t i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++)
		if (kinds[i]->family == reference->family)
			chip->kind = kinds[i];
	shared->chips = chip;
	return chip;
}

int elements_find(
	struct elements *chips, const struct reference *reference, struct element **out, struct why *why)
{
	struct shared_link *shared;

	*out = NULL;
	pthread_mutex_lock(&chips->lock);
	shared = find_link(chips, reference->link, why);
	if (shared) {
		pthread_mutex_lock(&shared->lock);
		*out = find_chip(chips, shared, reference, why);
		pthread_mutex_unlock(&shared->lock);
	}
	pthread_mutex_unlock(&chips->lock);
	return *out ? 0 : -ENOMEM;
}

/* All conversations over it begin anew. */
static void hang_up(struct shared_link *shared)
{
	link_close(shared->link);
	shared->link = NULL;
	for (struct element *chip = shared->chips; chip; chip = chip->next)
		chip->awake = false;
}

static bool is_in_process(const struct shared_link *shared)
{
	return strncmp(shared->url, "sim:", 4) == 0;
}

/* A link that a parent opened is its own; a chip that lives in this process came along. */
static bool is_ours(const struct shared_link *shared)
{
	return is_in_process(shared) || shared->owner == getpid();
}

/* A part has one conversation: with other channel keys, say, the old one ends. */
static void forget_others(struct element *chip)
{
	for (struct element *other = chip->shared->chips; other; other = other->next)
		if (other->address == chip->address)
			other->awake = false;
}

static int begin(struct element *chip, struct why *why)
{
	struct shared_link *shared = chip->shared;
	struct why cause = { "" };
	int rc = 0;

	if (shared->link && !is_ours(shared))
		hang_up(shared);
	if (!shared->link) {
		rc = link_open(&shared->link, shared->url, chip->all->schemes, chip->all->n_schemes, why);
		shared->owner = getpid();
	}
	if (rc < 0 || chip->awake)
		return rc;
	forget_others(chip);
	rc = chip->kind->open(chip, &cause);
	if (rc < 0)
		return why_fail(why, rc, "%s at %02x of %s: %s", chip->kind->name, chip->address, shared->url,
			cause.text);
	chip->awake = true;
	return 0;
}

/* What is done with a chip; one of the members below it. */
struct job {
	int (*run)(struct element *chip, const struct job *job, struct why *why);
	uint32_t key;
	int number;
	bool pss;
	bool real_writes;
	bool replaces;
	struct rbuf in;
	struct wbuf *out;
	struct element_public *public;
};

/* Not what a chip says to a command it understood, but a conversation that broke off. */
static bool broke_off(int rc)
{
	static const int said[] = { -EACCES, -ENOENT, -EOPNOTSUPP, -EPERM, -EEXIST, -EINVAL, -ENOSPC,
		-ERANGE };

	for (size_t i = 0; i < sizeof(said) / sizeof(said[0]); i++)
		if (rc == said[i])
			return false;
	return rc < 0;
}

enum {
	ATTEMPTS = 64,
	SILENT_SECONDS = 2, /* a part that is not there at all takes longer, and is not looked for again */
	ALL_SECONDS = 10,
	PAUSE_NS = 1000000,
	PAUSE_DOUBLINGS = 9, /* then it is longer than what most hosts say in one conversation */
};

static bool is_silence(int rc)
{
	return rc == -ETIMEDOUT || rc == -ENXIO;
}

static int attempt(struct element *chip, const struct job *job, struct why *why)
{
	struct why cause = { "" };
	int rc;

	element_port_begin(chip);
	rc = begin(chip, why);
	if (rc < 0)
		return rc;
	rc = job->run(chip, job, &cause);
	if (rc < 0)
		why_fail(why, rc, "%s at %02x of %s: %s", chip->kind->name, chip->address, chip->shared->url,
			cause.text);
	return rc;
}

/*
 * Hosts that break each other off do so again unless one of them waits as long as the other takes, which nobody knows: chance
 * decides, from a span that doubles.
 */
static void pause_for(const struct element *chip, int n)
{
	long span = PAUSE_NS * (1L << (n < PAUSE_DOUBLINGS ? n : PAUSE_DOUBLINGS));
	uint32_t chance = 0;
	struct timespec ts = { 0 };

	if (is_in_process(chip->shared))
		return;
	if (getrandom(&chance, sizeof(chance), 0) != (ssize_t)sizeof(chance))
		chance = (uint32_t)getpid();
	ts.tv_nsec = (long)chance % span;
	nanosleep(&ts, NULL);
}

static time_t seconds(void)
{
	struct timespec ts;

	clock_gettime(CLOCK_MONOTONIC, &ts);
	return ts.tv_sec;
}

/* Again when it broke off: another host used the chip in between, or the other end was started anew. */
static int run(struct element *chip, const struct job *job, struct why *why)
{
	size_t written = job->out ? job->out->len : 0;
	time_t began = seconds();
	int rc;

	pthread_mutex_lock(&chip->shared->lock);
	for (int n = 1;; n++) {
		if (job->out)
			job->out->len = written;
		rc = attempt(chip, job, why);
		if (!broke_off(rc))
			break;
		chip->awake = false;
		if (rc == -ENODEV && chip->shared->link)
			hang_up(chip->shared);
		/* A link that does not even open is no matter of luck. */
		if (n == ATTEMPTS || seconds() > began + (is_silence(rc) ? SILENT_SECONDS : ALL_SECONDS) ||
			(n > 1 && !chip->shared->link))
			break;
		pause_for(chip, n);
	}
	pthread_mutex_unlock(&chip->shared->lock);
	return rc;
}

static int run_public_key(struct element *chip, const struct job *job, struct why *why)
{
	return chip->kind->public_key(chip, job->key, job->public, why);
}

int element_public_key(struct element *chip, uint32_t key, struct element_public *out, struct why *why)
{
	const struct job job = { .run = run_public_key, .key = key, .public = out };

	return run(chip, &job, why);
}

static int run_ecdsa(struct element *chip, const struct job *job, struct why *why)
{
	return chip->kind->ecdsa(chip, job->key, job->in, job->out, why);
}

int element_ecdsa(
	struct element *chip, uint32_t key, struct rbuf digest, struct wbuf *signature, struct why *why)
{
	const struct job job = { .run = run_ecdsa, .key = key, .in = digest, .out = signature };

	return run(chip, &job, why);
}

static int run_rsa_message(struct element *chip, const struct job *job, struct why *why)
{
	return chip->kind->rsa_message(chip, job->key, job->number, job->pss, job->in, job->out, why);
}

int element_rsa_message(struct element *chip, uint32_t key, int digest, bool pss, struct rbuf message,
	struct wbuf *signature, struct why *why)
{
	const struct job job = { .run = run_rsa_message,
		.key = key,
		.number = digest,
		.pss = pss,
		.in = message,
		.out = signature };

	if (!chip->kind->rsa_message || rbuf_left(&message) > ELEMENT_MESSAGE_MAX)
		return -EOPNOTSUPP;
	return run(chip, &job, why);
}

static int run_rsa_block(struct element *chip, const struct job *job, struct why *why)
{
	return chip->kind->rsa_block(chip, job->key, job->in, job->out, why);
}

int element_rsa_block(
	struct element *chip, uint32_t key, struct rbuf block, struct wbuf *out, struct why *why)
{
	const struct job job = { .run = run_rsa_block, .key = key, .in = block, .out = out };

	if (!chip->kind->rsa_block)
		return why_fail(why, EOPNOTSUPP, "%s has no RSA", chip->kind->name);
	return run(chip, &job, why);
}

static int run_certificates(struct element *chip, const struct job *job, struct why *why)
{
	return chip->kind->certificates(
		chip, (enum reference_certificate)job->number, job->key, job->out, why);
}

int element_certificates(
	struct element *chip, const struct reference *reference, struct wbuf *out, struct why *why)
{
	const struct job job = { .run = run_certificates,
		.key = reference->file,
		.number = (int)reference->certificate,
		.out = out };

	if (!chip->kind->certificates)
		return why_fail(why, EOPNOTSUPP, "certificates of %s cannot be read yet", chip->kind->name);
	return run(chip, &job, why);
}

static int run_generate(struct element *chip, const struct job *job, struct why *why)
{
	bool simulated = chip->shared->link && chip->shared->link->info.simulated;
	bool occupied = false;
	int rc;

	if (!simulated && !job->real_writes)
		return why_fail(why, EPERM,
			"a new key is written to simulated chips only, and nothing says that this one is; to "
			"write to a "
			"real one add allow-real-writes=yes to the reference");
	rc = job->replaces ? 0 : chip->kind->occupied(chip, job->key, &occupied, why);
	if (rc < 0)
		return rc;
	if (occupied)
		return why_fail(why, EEXIST,
			"there is a key in that place already; choose another, or lose it for good with "
			"replace=yes");
	return chip->kind->generate(chip, job->key, job->number, why);
}

int element_generate(struct element *chip, const struct reference *reference, int curve, struct why *why)
{
	const struct job job = { .run = run_generate,
		.key = reference->key,
		.number = curve,
		.real_writes = reference->allows_real_writes,
		.replaces = reference->allows_replacing };

	return run(chip, &job, why);
}
