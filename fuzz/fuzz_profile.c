/* fuzz/fuzz_profile.c: the parser of profile files, and a part made of what it let through. The input is the file. */
#include <errno.h>
#include <string.h>

#include "dice.h"
#include "fuzz.h"
#include "part_kind.h"
#include "profiles.h"

enum {
	LINES_MAX = 256,
	TEXT_MAX = 16384,
};

static const char file[] = "fuzz.profile";

static void check_string(const char *string)
{
	if (!string)
		fuzz_fail("a string is missing");
	for (; *string; string++)
		if ((unsigned char)*string < 0x20 || (unsigned char)*string > 0x7e)
			if (*string != '\t')
				fuzz_fail("a string has byte %02x", (unsigned char)*string);
}

static void check_name(const struct profile_name *name)
{
	if (name->n > PROFILE_RDN_MAX)
		fuzz_fail("a name has %zu parts", name->n);
	for (size_t i = 0; i < name->n; i++)
		check_string(name->part[i].text);
}

static void check_certificate(const struct profile *p, const struct profile_certificate *certificate)
{
	check_string(certificate->name);
	check_string(certificate->source);
	check_name(&certificate->subject);
	check_name(&certificate->issuer);
	if (certificate->n_extensions > PROFILE_EXTENSIONS_MAX ||
		certificate->serial_len > PROFILE_CERTIFICATE_SERIAL_MAX)
		fuzz_fail("certificate %s is too large", certificate->name);
	for (const struct profile_authority *signer = certificate->signer; signer;
		signer = signer->certificate.signer)
		if (signer < p->authorities || signer >= p->authorities + p->n_authorities)
			fuzz_fail(
				"certificate %s is signed by somebody of another profile", certificate->name);
}

/* Every byte of the slots at most once, and none beyond. */
static void check_slots(const struct profile *p)
{
	uint8_t used[PROFILE_ATECC_SLOTS][416] = { { 0 } };

	for (size_t i = 0; i < p->atecc->n_pieces + p->n_certificates; i++) {
		const bool piece = i < p->atecc->n_pieces;
		const struct profile_piece *at = piece ? &p->atecc->pieces[i] : NULL;
		const struct profile_certificate *certificate =
			piece ? NULL : &p->certificates[i - p->atecc->n_pieces];
		const size_t slot = piece ? at->slot : certificate->at;
		const size_t offset = piece ? at->offset : certificate->offset;
		const size_t len = piece ? at->len : certificate->size;
		const size_t room = slot < 8 ? 36 : slot == 8 ? 416 : 72;

		if (slot >= PROFILE_ATECC_SLOTS || offset + len > room)
			fuzz_fail("slot %zu holds %zu bytes at %zu", slot, len, offset);
		for (size_t byte = offset; byte < offset + len; byte++)
			if (used[slot][byte]++)
				fuzz_fail("byte %zu of slot %zu is given twice", byte, slot);
	}
}

static void check_objects(const struct profile *p)
{
	const struct profile_se050 *se050 = p->se050;

	if (se050->n_oefs == 0)
		fuzz_fail("an SE05x has no ordering option");
	for (size_t i = 0; i < se050->n_objects; i++) {
		const struct profile_se050_object *object = &se050->objects[i];

		check_string(object->source);
		if (object->size == 0 || object->n_bytes > object->size)
			fuzz_fail("object %08x has %u bytes", object->id, object->size);
		if ((object->value == VALUE_CERTIFICATE) != (object->certificate != NULL))
			fuzz_fail("object %08x and its certificate do not agree", object->id);
		for (size_t other = 0; other < i; other++)
			if (se050->objects[other].id == object->id)
				fuzz_fail("object %08x is there twice", object->id);
	}
}

static void check_good(const struct profile *p)
{
	static const uint8_t number[PART_SERIAL_MAX];
	struct part_spec spec = { .profile = p, .address = p->address };
	struct why why = { "" };

	if (strlen(p->name) == 0 || strlen(p->name) > PROFILE_NAME_MAX)
		fuzz_fail("the name has %zu characters", strlen(p->name));
	check_string(p->name);
	check_string(p->summary);
	check_string(p->source);
	for (size_t i = 0; i < p->n_authorities; i++)
		check_certificate(p, &p->authorities[i].certificate);
	for (size_t i = 0; i < p->n_certificates; i++)
		check_certificate(p, &p->certificates[i]);
	if (p->atecc)
		check_slots(p);
	else
		check_objects(p);
	if (part_number(&spec, number, &why) < 0 && why.text[0] == '\0')
		fuzz_fail("no part is made, and nobody knows why");
}

/* "FILE:LINE: reason", of the file or of a fragment that it includes. */
static void check_refusal(int rc, const struct why *why)
{
	const char *colon = strchr(why->text, ':');

	if (rc != -EINVAL)
		fuzz_fail("a profile was refused with %d", rc);
	if (!colon || colon[1] < '1' || colon[1] > '9' || strchr(why->text, '\n'))
		fuzz_fail("no sentence with its line: \"%s\"", why->text);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t len)
{
	const struct profile *profile;
	struct why why = { "" };
	int rc;

	if (len > TEXT_MAX)
		return -1;
	rc = profile_parse(&profile, file, (const char *)bytes, len, &why);
	if (rc < 0)
		check_refusal(rc, &why);
	else
		check_good(profile);
	profile_drop(rc < 0 ? NULL : profile);
	return 0;
}

/* --- mutations: of whole lines */

struct line {
	size_t at, len; /* with its end */
};

static size_t split(const uint8_t *bytes, size_t len, struct line lines[LINES_MAX])
{
	size_t n = 0;

	for (size_t at = 0; at < len && n < LINES_MAX; n++) {
		const uint8_t *end = memchr(bytes + at, '\n', len - at);

		lines[n] = (struct line){ at, end ? (size_t)(end - bytes) + 1 - at : len - at };
		at += lines[n].len;
	}
	return n;
}

static size_t drop_line(uint8_t *bytes, size_t len, struct line line)
{
	memmove(bytes + line.at, bytes + line.at + line.len, len - line.at - line.len);
	return len - line.len;
}

static size_t put_line(uint8_t *bytes, size_t len, size_t max, size_t at, const char *text, size_t text_len)
{
	if (len + text_len > max)
		return len;
	memmove(bytes + at + text_len, bytes + at, len - at);
	memcpy(bytes + at, text, text_len);
	return len + text_len;
}

static const char *const words[] = { "include se05x-c\n", "include atecc608b-tngtls\n", "include se050c\n",
	"[object F0000101]\n", "[slots]\n", "[certificate x]\n", "[authority x]\n", "value = certificate\n",
	"policy = *: READ\n", "size = 1\n", "0 = key\n", "8+72 = random 72\n", "5 = ascii \"{serial}\"\n",
	"extension = subject-alt-name directory \"/CN={serial}\"\n", "kind = se050\n", "of = x\n" };

size_t LLVMFuzzerCustomMutator(uint8_t *bytes, size_t len, size_t max, unsigned int seed)
{
	struct dice dice = dice_from(seed);
	struct line lines[LINES_MAX];
	char copy[1024];
	size_t n = split(bytes, len, lines);
	struct line one, other;
	const char *word;

	if (n == 0)
		return LLVMFuzzerMutate(bytes, len, max);
	one = lines[dice_roll(&dice, n)];
	other = lines[dice_roll(&dice, n)];
	switch (dice_roll(&dice, 4)) {
	case 0:
		return drop_line(bytes, len, one);
	case 1:
		if (one.len > sizeof(copy))
			break;
		memcpy(copy, bytes + one.at, one.len);
		return put_line(bytes, len, max, other.at, copy, one.len);
	case 2:
		word = words[dice_roll(&dice, sizeof(words) / sizeof(words[0]))];
		return put_line(bytes, len, max, other.at, word, strlen(word));
	default:
		break;
	}
	return LLVMFuzzerMutate(bytes, len, max);
}
