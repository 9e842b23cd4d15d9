/*
 * sim/cli/reel_make.c: making a reel of parts, by several workers.
 *
 * A worker takes a handful of parts, makes their state files, and writes what the manifests tell of them into memory;
 * when it is its turn that goes into the files. So the order of the parts is always the same, and what waits is never
 * more than a handful each.
 */
#include "reel_make.h"

#include <errno.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "authority.h"
#include "base64.h"
#include "certificate.h"
#include "hash.h"
#include "hex.h"
#include "manifest.h"
#include "manifest_jws.h"
#include "progress.h"
#include "reel_files.h"
#include "store_io.h"

enum {
	HANDFUL_MAX = 16,
	HANDFULS = 4, /* of each worker, at least: so that they end together */
	PIECES = 2,   /* files that have a piece for every part: the first ones */
	PATH_LEN = PATH_MAX,
	QUIET_SECONDS = 2,
};

/* What all workers share. */
struct line {
	const struct reel_order *order;
	struct store_io io;
	struct manifest_batch batch;
	const char *folder;
	FILE *out[PIECES]; /* the second one: NULL when there is no file in the vendor's shape */
	pthread_mutex_t lock;
	pthread_cond_t moved;       /* something below changed */
	uint64_t taken, made, done; /* parts: given to somebody, in the folder, in the manifests too */
	unsigned int working;
	int rc; /* of the first failure */
	struct why why;
	struct authorities *authorities;
	unsigned int jobs; /* no more than parts */
	size_t keys, certificates;
};

/* What one has of his own. */
struct worker {
	struct line *line;
	struct crypto *crypto;
	struct ca ca;
	struct certificate_maker maker;
	struct jws_signer signer;
	struct reel_part reel;
	FILE *out[PIECES];
	char *text[PIECES];
	size_t len[PIECES];
};

/* Files of a reel become durable together, in the end. */
static int no_sync(void *medium, int file)
{
	(void)medium;
	(void)file;
	return 0;
}

static int no_sync_folder(void *medium, const char *path)
{
	(void)medium;
	(void)path;
	return 0;
}

/* An SE05x's certificates, for programs that want a file. */
static int write_pem(const struct worker *w, struct why *why)
{
	const struct reel_part *reel = &w->reel;
	char path[PATH_LEN], serial[2 * PART_SERIAL_MAX + 1];
	FILE *out;

	hex_text(serial, reel->serial, reel->serial_len);
	snprintf(path, sizeof(path), "%s/%s.pem", w->line->folder, serial);
	out = fopen(path, "wxe");
	if (!out)
		return why_errno(why, errno, "cannot make %s", path);
	for (size_t i = 0; i < reel->n_certificates; i++) {
		fprintf(out, "# %s, object %08X of part %s, SIMULATED\n", reel->certificates[i].name,
			reel->certificates[i].at, serial);
		pem_print(out, "CERTIFICATE", reel->certificates[i].der, "\n");
	}
	if (ferror(out) | fclose(out))
		return why_errno(why, errno, "cannot write %s", path);
	return 0;
}

/* The same in the shape that the vendor's customers know. */
static int tell_as_vendor(struct worker *w, bool first, struct why *why)
{
	int rc;

	if (!w->line->out[1])
		return 0;
	if (w->reel.slots) {
		rc = manifest_jws_part(w->out[1], first, &w->reel, &w->line->batch, &w->signer);
		return rc < 0 ? why_errno(why, rc, "cannot sign the manifest") : 0;
	}
	manifest_rows_part(w->out[1], &w->reel);
	return write_pem(w, why);
}

static void count_one(struct line *line)
{
	pthread_mutex_lock(&line->lock);
	line->made++;
	pthread_mutex_unlock(&line->lock);
}

static int make_one(struct worker *w, uint64_t n, struct why *why)
{
	const struct reel_order *order = w->line->order;
	struct rng rng = { .seeded = true }; /* all that there is to a part follows from its number */
	struct part_options options = { .rng = &rng,
		.sync = STORE_SYNC_NEVER,
		.io = &w->line->io,
		.crypto = w->crypto,
		.batch = order->batch,
		.ca = &w->ca };
	struct part_spec spec = order->spec;
	char number[24], path[PATH_LEN];
	struct part *part;
	int rc;

	snprintf(number, sizeof(number), "%llu", (unsigned long long)order->first + n);
	rc = part_set_serial(&spec, number, why);
	if (rc < 0)
		return rc;
	rc = part_open(&part, &spec, &options, why);
	if (rc < 0)
		return rc;
	rc = reel_part_of(&w->reel, part, &w->maker, why);
	snprintf(path, sizeof(path), "%s/%s", w->line->folder, w->reel.file);
	if (rc == 0)
		rc = part_store(part, &spec, path, &options, why);
	part_free(part);
	if (rc < 0)
		return rc;
	count_one(w->line);
	manifest_part(w->out[0], n == 0, &w->reel);
	return tell_as_vendor(w, n == 0, why);
}

static int open_pieces(struct worker *w)
{
	for (size_t i = 0; i < PIECES; i++) {
		w->out[i] = open_memstream(&w->text[i], &w->len[i]);
		if (!w->out[i])
			return -ENOMEM;
	}
	return 0;
}

static int close_pieces(struct worker *w)
{
	int rc = 0;

	for (size_t i = 0; i < PIECES; i++) {
		if (w->out[i] && fclose(w->out[i]) != 0)
			rc = -ENOMEM;
		w->out[i] = NULL;
	}
	return rc;
}

static int make_handful(struct worker *w, uint64_t from, uint64_t until, struct why *why)
{
	int rc = open_pieces(w), closed;

	if (rc < 0)
		why_errno(why, rc, "cannot write manifests");
	for (uint64_t n = from; n < until && rc == 0; n++)
		rc = make_one(w, n, why);
	closed = close_pieces(w);
	if (rc == 0 && closed < 0)
		rc = why_errno(why, closed, "cannot write manifests");
	return rc;
}

/* Waits until all parts before `from` are told, and adds these. */
static int add_pieces(struct worker *w, uint64_t from, uint64_t until)
{
	struct line *line = w->line;

	pthread_mutex_lock(&line->lock);
	while (line->done != from && line->rc == 0)
		pthread_cond_wait(&line->moved, &line->lock);
	for (size_t i = 0; i < PIECES && line->rc == 0; i++)
		if (line->out[i])
			fwrite(w->text[i], 1, w->len[i], line->out[i]);
	if (line->rc == 0)
		line->done = until;
	line->keys = w->reel.n_keys;
	line->certificates = w->reel.n_certificates;
	pthread_cond_broadcast(&line->moved);
	pthread_mutex_unlock(&line->lock);
	return 0;
}

static void drop_pieces(struct worker *w)
{
	for (size_t i = 0; i < PIECES; i++) {
		free(w->text[i]);
		w->text[i] = NULL;
	}
}

/* The next handful; false when there is none, or something went wrong elsewhere. */
static bool take(struct line *line, uint64_t *from, uint64_t *until)
{
	uint64_t count = line->order->count;
	uint64_t handful = count / (HANDFULS * line->jobs);
	bool more;

	if (handful == 0)
		handful = 1;
	if (handful > HANDFUL_MAX)
		handful = HANDFUL_MAX;
	pthread_mutex_lock(&line->lock);
	more = line->taken < count && line->rc == 0;
	*from = line->taken;
	*until = count - *from < handful ? count : *from + handful;
	if (more)
		line->taken = *until;
	pthread_mutex_unlock(&line->lock);
	return more;
}

static void fail(struct line *line, int rc, const struct why *why)
{
	pthread_mutex_lock(&line->lock);
	if (line->rc == 0) {
		line->rc = rc;
		line->why = *why;
	}
	pthread_cond_broadcast(&line->moved);
	pthread_mutex_unlock(&line->lock);
}

static void *work(void *context)
{
	struct worker *w = context;
	struct line *line = w->line;
	uint64_t from, until;
	struct why why;

	while (take(line, &from, &until)) {
		int rc = make_handful(w, from, until, &why);

		if (rc < 0)
			fail(line, rc, &why);
		else
			add_pieces(w, from, until);
		drop_pieces(w);
	}
	pthread_mutex_lock(&line->lock);
	line->working--;
	pthread_cond_broadcast(&line->moved);
	pthread_mutex_unlock(&line->lock);
	return NULL;
}

/* Tells how far it is, on a terminal, when it takes long; returns when nobody works any more. */
static void watch(struct line *line)
{
	struct timespec next;
	bool told = false;

	clock_gettime(CLOCK_REALTIME, &next);
	next.tv_sec += QUIET_SECONDS;
	pthread_mutex_lock(&line->lock);
	while (line->working > 0) {
		int rc = pthread_cond_timedwait(&line->moved, &line->lock, &next);

		if (rc != ETIMEDOUT)
			continue;
		next.tv_sec++;
		if (!line->order->progress)
			continue;
		fprintf(stderr, "\r%llu of %llu parts", (unsigned long long)line->made,
			(unsigned long long)line->order->count);
		told = true;
	}
	pthread_mutex_unlock(&line->lock);
	if (told)
		fputs("\r\033[K", stderr);
}

static int worker_open(struct worker *w, struct line *line, struct why *why)
{
	int rc = crypto_new(&w->crypto, why);

	w->line = line;
	ca_open(&w->ca, line->order->batch);
	w->maker = certificate_maker(line->order->spec.profile, &w->ca, w->crypto, line->order->spec.names);
	if (rc == 0 && line->out[1]) {
		rc = jws_signer_open(&w->signer, &w->ca, w->crypto);
		if (rc < 0)
			why_errno(why, rc, "cannot make the key that signs the manifest");
	}
	return rc;
}

static void worker_close(struct worker *w)
{
	ca_close(&w->ca);
	crypto_free(w->crypto);
}

/* Has all of them work, and waits for their end. */
static void run_line(struct line *line, struct worker *workers, unsigned int n)
{
	pthread_t threads[REEL_JOBS_MAX];
	unsigned int started = 0;

	for (unsigned int i = 0; i < n; i++) {
		int rc;

		pthread_mutex_lock(&line->lock);
		line->working++;
		pthread_mutex_unlock(&line->lock);
		rc = pthread_create(&threads[i], NULL, work, &workers[i]);
		if (rc == 0) {
			started++;
			continue;
		}
		pthread_mutex_lock(&line->lock);
		line->working--;
		pthread_mutex_unlock(&line->lock);
		if (started == 0)
			line->rc = why_errno(&line->why, rc, "cannot start a worker");
		break;
	}
	watch(line);
	for (unsigned int i = 0; i < started; i++)
		pthread_join(threads[i], NULL);
}

/* The files that tell of the parts, their beginnings written. */
static int open_files(struct reel_files *files, struct line *line, const char *vendors, struct why *why)
{
	int rc = reel_files_open(files, line->order->folder, why);

	line->folder = files->folder;
	/* Named last: that it has its name says that the reel is whole. */
	if (rc == 0)
		rc = reel_files_add(files, "manifest.json", why);
	if (rc == 0 && vendors)
		rc = reel_files_add(files, vendors, why);
	if (rc < 0)
		return rc;
	line->out[0] = files->file[0].out;
	line->out[1] = vendors ? files->file[1].out : NULL;
	manifest_begin(line->out[0], &line->batch);
	if (line->out[1] && line->order->spec.profile->atecc)
		manifest_jws_begin(line->out[1]);
	else if (line->out[1])
		manifest_rows_begin(line->out[1]);
	return 0;
}

/* Trust parts come with Microchip's manifest; with an SE05x comes nothing that tells of each part. */
static const char *vendors_file(const struct profile *profile)
{
	if (profile->n_certificates == 0)
		return NULL;
	return profile->atecc ? "microchip-manifest.json" : "devices.csv";
}

/* authorities.pem, and the list that manifest.json ends with. */
static int tell_authorities(struct reel_files *files, struct line *line, struct why *why)
{
	const struct profile *profile = line->order->spec.profile;
	const struct authorities *all = line->authorities;
	struct manifest_authority list[AUTHORITIES_MAX];
	int rc = all->n > 0 ? reel_files_add(files, "authorities.pem", why) : 0;

	for (size_t i = 0; rc == 0 && i < all->n; i++) {
		authority_print(files->file[files->n - 1].out, &all->at[i], profile);
		list[i] = (struct manifest_authority){ .name = all->at[i].of->name, .der = all->at[i].der };
	}
	if (rc == 0)
		manifest_end(line->out[0], line->done == 0, list, all->n);
	return rc;
}

/* Behind all parts. */
static int end_files(struct reel_files *files, struct line *line, const struct worker *any, struct why *why)
{
	int rc = tell_authorities(files, line, why);

	if (rc == 0 && line->out[1] && line->order->spec.profile->atecc) {
		manifest_jws_end(line->out[1], line->done == 0);
		rc = reel_files_add(files, "microchip-manifest.pem", why);
		if (rc == 0)
			pem_print(files->file[files->n - 1].out, "CERTIFICATE",
				rbuf_from(any->signer.certificate, any->signer.certificate_len), "\n");
	}
	return rc == 0 ? reel_files_finish(files, why) : rc;
}

static bool has_rsa(const struct profile *profile)
{
	for (size_t i = 0; i < profile->n_authorities; i++)
		if (profile->authorities[i].key_type >= PROFILE_KEY_RSA2048)
			return true;
	return false;
}

/* Of RSA the keys are searched for, which takes seconds. */
static int first_authorities(struct line *line, const struct certificate_maker *maker, struct why *why)
{
	const struct profile *profile = line->order->spec.profile;
	const struct part_progress progress = progress_line();
	bool tells = line->order->progress && has_rsa(profile);
	int rc;

	if (tells)
		progress.tell(progress.context, "the RSA keys of the authorities");
	rc = authorities_of(line->authorities, profile, maker, why);
	if (tells)
		progress_end();
	return rc;
}

/* What was searched for by the first serves all. */
static int open_workers(
	struct line *line, struct worker *workers, unsigned int n, unsigned int *opened, struct why *why)
{
	int rc = 0;

	for (unsigned int i = 0; i < n && rc == 0; i++) {
		*opened = i + 1;
		rc = worker_open(&workers[i], line, why);
		if (rc == 0 && i == 0)
			rc = first_authorities(line, &workers[i].maker, why);
		if (rc == 0 && i > 0)
			workers[i].ca = workers[0].ca;
	}
	return rc;
}

static int make_with(struct line *line, struct reel_files *files, struct worker *workers, struct why *why)
{
	unsigned int n = line->jobs, opened = 0;
	int rc = open_workers(line, workers, n, &opened, why);

	if (rc == 0) {
		run_line(line, workers, n);
		rc = line->rc;
		if (rc < 0 && why)
			*why = line->why;
	}
	if (rc == 0)
		rc = end_files(files, line, workers, why);
	for (unsigned int i = 0; i < opened; i++)
		worker_close(&workers[i]);
	return rc;
}

static int make_all(struct line *line, struct reel_files *files, struct why *why)
{
	size_t size = line->jobs * sizeof(struct worker);
	struct worker *workers = calloc(1, size);
	int rc = 0;

	line->authorities = malloc(sizeof(*line->authorities));
	if (workers && line->authorities)
		rc = make_with(line, files, workers, why);
	else
		rc = why_errno(why, ENOMEM, "no memory for %u workers", line->jobs);
	free(line->authorities);
	if (workers)
		explicit_bzero(workers, size);
	free(workers);
	return rc;
}

int reel_make(const struct reel_order *order, struct reel_result *result, struct why *why)
{
	struct line line = {
		.order = order, .io = store_io_files, .batch = { .made = "2025-01-01T00:00:00Z" }
	};
	struct reel_files files;
	uint8_t id[SHA256_BYTES];
	int rc;

	line.jobs = order->count < order->jobs ? (unsigned int)order->count : order->jobs;
	line.io.sync = no_sync;
	line.io.sync_folder = no_sync_folder;
	batch_derive(order->batch, "batch identifier", rbuf_from(NULL, 0), id);
	hex_text(result->batch, id, REEL_BATCH_ID);
	line.batch.id = result->batch;
	line.batch.profile = order->spec.profile->name;
	result->vendors = vendors_file(order->spec.profile);
	pthread_mutex_init(&line.lock, NULL);
	pthread_cond_init(&line.moved, NULL);
	rc = open_files(&files, &line, result->vendors, why);
	if (rc == 0)
		rc = make_all(&line, &files, why);
	reel_files_close(&files);
	pthread_cond_destroy(&line.moved);
	pthread_mutex_destroy(&line.lock);
	result->keys = line.keys;
	result->certificates = line.certificates;
	return rc;
}
