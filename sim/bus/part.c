/* sim/bus/part.c: a part: its chip and its state file. */
#include <errno.h>
#include <openssl/crypto.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "batch_file.h"
#include "hex.h"
#include "part_kind.h"

enum {
	/* The draws a serial number and a file's id come from; a chip's own have its serial in their purpose. */
	PURPOSE_SERIAL = 0x5345,
	PURPOSE_FILE = 0x4649,
};

const struct part_kind *part_kind_find(const char *name)
{
	static const struct part_kind *const kinds[] = { &part_kind_atecc, &part_kind_se050 };

	for (size_t i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++)
		if (strcmp(kinds[i]->model->kind, name) == 0)
			return kinds[i];
	return NULL;
}

static const struct store_io *io_or_files(const struct store_io *io)
{
	return io ? io : &store_io_files;
}

/* With nv_size non-volatile bytes, which is a number that the kind can have. */
static struct part *part_new(
	const struct part_kind *kind, const struct profile *profile, size_t nv_size, struct why *why)
{
	struct part *part = calloc(1, sizeof(*part));

	if (part) {
		part->kind = kind;
		part->profile = profile_hold(profile);
		part->model = *kind->model;
		if (kind->resize)
			kind->resize(&part->model, nv_size);
		part->chip = calloc(1, part->model.size);
	}
	if (part && part->chip)
		return part;
	if (part)
		profile_drop(part->profile);
	free(part);
	why_errno(why, ENOMEM, "no memory for a chip");
	return NULL;
}

static struct part *part_new_fresh(const struct part_spec *spec, struct why *why)
{
	const struct part_kind *kind = part_kind_find(spec->profile->kind);

	return part_new(kind, spec->profile, kind->nv_size ? kind->nv_size(spec) : 0, why);
}

/* What outlives power: what a state file holds. */
static uint8_t *image_of(const struct part *part)
{
	return (uint8_t *)part->chip + part->model.nv_at;
}

static struct store_label label_of(const struct part *part)
{
	struct store_label label = { .layout = part->kind->layout, .size = part->model.nv_size };

	snprintf(label.kind, sizeof(label.kind), "%s", part->model.kind);
	snprintf(label.profile, sizeof(label.profile), "%s", part->profile->name);
	return label;
}

/* Of a private batch, and with a seed, a run leaves the same state file again, byte for byte. */
static struct store_label label_with_chance(
	const struct part *part, const struct part_spec *spec, struct rng *rng)
{
	struct rng_purpose purpose = { .address = spec->address, .purpose = PURPOSE_FILE };
	struct store_label label = label_of(part);
	struct rng_stream stream;

	if (part->chance != 0) {
		label.chance = part->chance;
	} else if (rng && rng->seeded) {
		stream = rng_open(rng, &purpose);
		rng_bytes(&stream, &label.chance, sizeof(label.chance));
	}
	return label;
}

bool part_wants_crypto(const struct part_spec *spec)
{
	const struct part_kind *kind = part_kind_find(spec->profile->kind);

	return kind->wants_crypto && kind->wants_crypto(spec);
}

/* The authorities of the batch that the text names, or of the options'; `room` is for those that nobody keeps. */
static int authorities_of(struct ca **ca, struct ca *room, const struct part_spec *spec,
	const struct part_options *options, struct why *why)
{
	struct batch batch = options->batch ? *options->batch : batch_public();
	int rc = 0;

	*ca = room;
	if (spec->profile->is_stand_in)
		rc = why_fail(why, EINVAL,
			"a part of %s is made from its profile's file: name that, as ./%s.profile",
			spec->profile->name, spec->profile->name);
	else if (spec->given & PART_BATCH)
		rc = batch_read(&batch, spec->batch, why);
	if (rc == 0)
		ca_open(room, &batch);
	if (rc == 0 && options->ca && memcmp(&options->ca->batch, &batch, sizeof(batch)) == 0)
		*ca = options->ca;
	OPENSSL_cleanse(&batch, sizeof(batch));
	return rc;
}

/* Of a private batch nothing but the serial number is left to chance. */
static uint64_t chance_of_batch(const struct part *part, const struct batch *batch)
{
	uint8_t subject[PROFILE_NAME_MAX + 1 + PART_SERIAL_MAX], derived[32];
	struct wbuf w = wbuf_to(subject, sizeof(subject));
	struct rbuf r = rbuf_from(derived, sizeof(derived));
	size_t name = strlen(part->profile->name) + 1, serial;

	wbuf_put(&w, part->profile->name, name);
	serial = part_serial(part, subject + name);
	batch_derive(batch, "state file", rbuf_from(subject, name + serial), derived);
	return rbuf_le64(&r);
}

static int make_with(struct part *part, const struct part_spec *spec, const uint8_t *free_bytes,
	const struct part_options *options, struct why *why)
{
	struct part_factory factory = { .crypto = options->crypto, .progress = options->progress };
	struct ca room;
	int rc = authorities_of(&factory.ca, &room, spec, options, why);

	if (rc == 0)
		rc = part->kind->make(part->chip, spec, free_bytes, &factory, why);
	if (rc == 0 && !batch_is_public(&factory.ca->batch))
		part->chance = chance_of_batch(part, &factory.ca->batch);
	ca_close(&room);
	return rc;
}

/* With an engine of the moment when none is given and one is wanted. */
static int make_with_engine(struct part *part, const struct part_spec *spec, const uint8_t *free_bytes,
	const struct part_options *options, struct why *why)
{
	struct part_options with = *options;
	struct crypto *own = NULL;
	int rc = !options->crypto && part_wants_crypto(spec) ? crypto_new(&own, why) : 0;

	if (own)
		with.crypto = own;
	if (rc == 0)
		rc = make_with(part, spec, free_bytes, &with, why);
	crypto_free(own);
	return rc;
}

static int make_fresh(
	struct part *part, const struct part_spec *spec, const struct part_options *options, struct why *why)
{
	struct rng_purpose purpose = { .address = spec->address, .purpose = PURPOSE_SERIAL };
	struct rng_stream stream = rng_open(options->rng, &purpose);
	uint8_t free_bytes[PART_SERIAL_MAX];

	rng_bytes(&stream, free_bytes, sizeof(free_bytes));
	return make_with_engine(part, spec, free_bytes, options, why);
}

static int check_batch(const struct part *part, const struct part_spec *spec, struct why *why)
{
	struct batch batch;
	bool same;
	int rc;

	if (!(spec->given & PART_BATCH) || !part->kind->of_batch)
		return 0;
	rc = batch_read(&batch, spec->batch, why);
	if (rc < 0)
		return rc;
	same = part->kind->of_batch(part->chip, part->profile->name, &batch);
	OPENSSL_cleanse(&batch, sizeof(batch));
	return same ? 0
		    : why_fail(why, EINVAL,
			      "state file %s is of a part of another batch: leave out batch=, or take "
			      "another file",
			      spec->state);
}

/* What a state file holds must be what the command line says. */
static int check_same(const struct part *part, const struct part_spec *spec, const struct store_label *label,
	struct why *why)
{
	uint8_t serial[PART_SERIAL_MAX];
	int rc;

	if (strcmp(label->profile, spec->profile->name) != 0)
		return why_fail(why, EINVAL, "state file %s holds an %s, not an %s", spec->state,
			label->profile, spec->profile->name);
	if (spec->given & PART_ADDRESS && part_address(part) != spec->address)
		return why_fail(why, EINVAL,
			"state file %s is of a part at %02x: leave out @%02x, or take another file",
			spec->state, part_address(part), spec->address);
	if (spec->given & PART_SERIAL && memcmp(serial, spec->serial, part_serial(part, serial)) != 0)
		return why_fail(why, EINVAL,
			"state file %s is of a part with another serial number: leave out serial=, or take "
			"another file",
			spec->state);
	rc = check_batch(part, spec, why);
	return rc < 0 ? rc : part->kind->fits(part->chip, spec, why);
}

static int open_state(
	struct part *part, const struct part_spec *spec, const struct part_options *options, struct why *why)
{
	const struct store_io *io = io_or_files(options->io);
	struct store_label label = label_with_chance(part, spec, options->rng);
	int rc = store_open(io, spec->state, options->sync, &label, image_of(part), &part->store, why);

	if (rc == -ENOENT) {
		rc = make_fresh(part, spec, options, why);
		label.chance = part->chance ? part->chance : label.chance;
		if (rc == 0)
			rc = store_create(io, spec->state, &label, image_of(part), why);
		if (rc == 0 || rc == -EEXIST)
			rc = store_open(
				io, spec->state, options->sync, &label, image_of(part), &part->store, why);
	}
	if (rc == 0)
		rc = check_same(part, spec, &label, why);
	return rc;
}

/* A part of the size that its state file has; of what spec says when there is none, or none of its kind. */
static struct part *part_for(
	const struct part_spec *spec, const struct part_options *options, struct why *why)
{
	const struct part_kind *kind = part_kind_find(spec->profile->kind);
	struct chip_model model = *kind->model;
	struct store_label label;

	if (spec->given & PART_STATE && kind->resize &&
		store_peek(io_or_files(options->io), spec->state, &label, NULL) == 0 &&
		strcmp(label.kind, model.kind) == 0 && kind->resize(&model, label.size))
		return part_new(kind, spec->profile, label.size, why);
	return part_new_fresh(spec, why);
}

int part_open(
	struct part **out, const struct part_spec *spec, const struct part_options *options, struct why *why)
{
	struct part *part = part_for(spec, options, why);
	int rc = 0;

	*out = NULL;
	if (!part)
		return -ENOMEM;
	if (spec->given & PART_STATE)
		rc = open_state(part, spec, options, why);
	else
		rc = make_fresh(part, spec, options, why);
	if (rc < 0) {
		part_free(part);
		return rc;
	}
	part->address = part_address(part);
	*out = part;
	return 0;
}

int part_number(struct part_spec *spec, const uint8_t *free_bytes, struct why *why)
{
	struct part *part = part_new_fresh(spec, why);
	const struct part_options nothing = { .rng = NULL };
	struct part_spec unnumbered = *spec;
	int rc;

	if (!part)
		return -ENOMEM;
	unnumbered.given &= ~(unsigned int)(PART_SERIAL | PART_BATCH);
	rc = make_with(part, &unnumbered, free_bytes, &nothing, why);
	if (rc == 0) {
		part_serial(part, spec->serial);
		spec->given |= PART_SERIAL;
	}
	part_free(part);
	return rc;
}

int part_blank(struct part **out, const char *profile, struct why *why)
{
	static const uint8_t zeros[PART_SERIAL_MAX];
	const struct part_options nothing = { .rng = NULL };
	struct part_spec spec;
	int rc = part_parse(&spec, profile, strlen(profile), why);

	*out = NULL;
	if (rc < 0)
		return rc;
	*out = part_new_fresh(&spec, why);
	rc = *out ? make_with_engine(*out, &spec, zeros, &nothing, why) : -ENOMEM;
	if (rc == 0) {
		(*out)->address = part_address(*out);
	} else {
		part_free(*out);
		*out = NULL;
	}
	part_spec_clear(&spec);
	return rc;
}

/* A built-in profile; of a user's there is the name, and the part holds all that was made from it. */
static int profile_of_label(
	const struct profile **out, const struct store_label *label, const char *path, struct why *why)
{
	const size_t len = strlen(label->profile);
	int rc;

	if (!profile_is_known(label->profile, len))
		return profile_stand_in(out, label->profile, label->kind, why);
	rc = profile_open(out, label->profile, len, why);
	if (rc == 0 && strcmp((*out)->kind, label->kind) != 0) {
		profile_drop(*out);
		rc = why_fail(why, EINVAL, "state file %s is of an %s of the kind %s, which there is not",
			path, label->profile, label->kind);
	}
	return rc;
}

/* The part that a state file's label names, with nothing in it yet; NULL, and why in *rc. */
static struct part *part_of_file(
	struct store_label *label, const char *path, const struct store_io *io, int *rc, struct why *why)
{
	const struct part_kind *kind;
	const struct profile *profile;
	struct part *part;

	*rc = store_peek(io, path, label, why);
	if (*rc < 0)
		return NULL;
	kind = part_kind_find(label->kind);
	if (!kind) {
		*rc = why_fail(why, EINVAL,
			"state file %s is of a part that this version does not know (%s, %s)", path,
			label->kind, label->profile);
		return NULL;
	}
	if (kind->resize && !kind->resize(&(struct chip_model){ 0 }, label->size)) {
		*rc = why_fail(why, EINVAL, "state file %s holds %zu bytes, which no %s has", path,
			label->size, label->profile);
		return NULL;
	}
	*rc = profile_of_label(&profile, label, path, why);
	if (*rc < 0)
		return NULL;
	part = part_new(kind, profile, label->size, why);
	profile_drop(profile);
	if (part)
		*label = label_of(part);
	else
		*rc = -ENOMEM;
	return part;
}

int part_peek(struct part **out, const char *path, const struct store_io *io, struct why *why)
{
	struct store_label label;
	int rc;

	*out = part_of_file(&label, path, io_or_files(io), &rc, why);
	if (!*out)
		return rc;
	rc = store_read(io_or_files(io), path, &label, image_of(*out), why);
	if (rc < 0) {
		part_free(*out);
		*out = NULL;
		return rc;
	}
	(*out)->address = part_address(*out);
	return 0;
}

int part_open_file(struct part **out, const char *path, const struct part_options *options, struct why *why)
{
	const struct store_io *io = io_or_files(options->io);
	struct store_label label;
	int rc;

	*out = part_of_file(&label, path, io, &rc, why);
	if (!*out)
		return rc;
	rc = store_open(io, path, options->sync, &label, image_of(*out), &(*out)->store, why);
	if (rc < 0) {
		part_free(*out);
		*out = NULL;
		return rc;
	}
	(*out)->address = part_address(*out);
	return 0;
}

int part_store(const struct part *part, const struct part_spec *spec, const char *path,
	const struct part_options *options, struct why *why)
{
	struct store_label label = label_with_chance(part, spec, options->rng);

	return store_create(io_or_files(options->io), path, &label, image_of(part), why);
}

int part_create_file(
	const struct part_spec *spec, const char *path, const struct part_options *options, struct why *why)
{
	struct part *part = part_new_fresh(spec, why);
	int rc;

	if (!part)
		return -ENOMEM;
	rc = make_fresh(part, spec, options, why);
	if (rc == 0)
		rc = part_store(part, spec, path, options, why);
	part_free(part);
	return rc;
}

int part_copy(struct part **out, const struct part *from, struct why *why)
{
	*out = part_new(from->kind, from->profile, from->model.nv_size, why);
	if (!*out)
		return -ENOMEM;
	memcpy((*out)->chip, from->chip, from->model.size);
	(*out)->address = from->address;
	return 0;
}

int part_attach(struct part *part, struct bus *bus, const struct chip_env *env, struct why *why)
{
	struct chip_env own = *env;

	own.store = part->store;
	own.address = part->address;
	if (!bus_attach(bus, &part->model, part->chip, &own))
		return why_fail(why, ENOSPC, "a bus holds %d chips at most", BUS_CHIPS_MAX);
	return 0;
}

void part_describe(const struct part *part, struct wire_part *out)
{
	uint8_t serial[PART_SERIAL_MAX];

	memset(out, 0, sizeof(*out));
	out->address = part_address(part);
	out->serial_len = (uint16_t)part_serial(part, serial);
	memcpy(out->serial, serial, out->serial_len);
	snprintf(out->kind, sizeof(out->kind), "%s", part->kind->model->kind);
	snprintf(out->profile, sizeof(out->profile), "%s", part->profile->name);
}

uint8_t part_address(const struct part *part)
{
	return part->kind->address(part->chip);
}

size_t part_serial(const struct part *part, uint8_t *serial)
{
	part->kind->serial(part->chip, serial);
	return part->kind->serial_len;
}

void part_free(struct part *part)
{
	if (!part)
		return;
	store_close(part->store);
	profile_drop(part->profile);
	OPENSSL_cleanse(part->chip, part->model.size);
	free(part->chip);
	free(part);
}
