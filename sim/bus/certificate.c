/* sim/bus/certificate.c: certificates as a profile describes them, written for one part. */
#include "certificate.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "hash.h"

static const char our_organization[] = "sesim SIMULATED";
static const char our_mark[] = " SIMULATED";
static const char purpose_serial[] = "certificate serial number";

/* A certificate's names and the texts they are made of. */
struct name_room {
	struct x509_rdn rdns[PROFILE_RDN_MAX];
	char texts[PROFILE_RDN_MAX][CERTIFICATE_TEXT_MAX];
};

struct extension_room {
	struct name_room name;
	struct x509_general_name general;
	char text[CERTIFICATE_TEXT_MAX];
};

/* What all of one certificate is written with. */
struct writing {
	const struct certificate_maker *maker;
	const struct profile_certificate *said;
	const struct profile_authority *signer;
	const struct certificate_subject *subject;
	uint16_t signer_id;
	char id[12];
};

struct certificate_maker certificate_maker(
	const struct profile *profile, struct ca *ca, struct crypto *crypto, enum certificate_names names)
{
	return (struct certificate_maker){
		.ca = ca, .crypto = crypto, .names = names, .end_generalized = profile->atecc != NULL
	};
}

const struct profile_certificate *certificate_said(const struct profile_certificate *certificate)
{
	return certificate->of ? &certificate->of->certificate : certificate;
}

const struct profile_authority *certificate_signer(const struct profile_certificate *certificate)
{
	const struct profile_authority *signer = certificate_said(certificate)->signer;

	return signer ? signer : certificate->of;
}

struct ca_authority certificate_ca(const struct profile_authority *authority)
{
	static const enum ca_key_kind kinds[] = {
		[PROFILE_KEY_P256] = CA_P256,
		[PROFILE_KEY_P384] = CA_P384,
		[PROFILE_KEY_P521] = CA_P521,
		[PROFILE_KEY_RSA2048] = CA_RSA2048,
		[PROFILE_KEY_RSA3072] = CA_RSA3072,
		[PROFILE_KEY_RSA4096] = CA_RSA4096,
	};

	return (struct ca_authority){ .name = authority->name, .kind = kinds[authority->key_type] };
}

int certificate_key_of(const struct certificate_maker *maker, const struct profile_authority *authority,
	struct ca_public *public)
{
	const struct ca_authority ca = certificate_ca(authority);

	return ca_public_key(maker->ca, maker->crypto, &ca, public);
}

static uint16_t signer_id(const struct profile_certificate *certificate)
{
	return (certificate->of ? certificate->of : certificate_signer(certificate))->signer_id;
}

static void put_hex(struct wbuf *out, struct rbuf bytes)
{
	static const char digits[] = "0123456789ABCDEF";

	while (rbuf_left(&bytes) > 0) {
		uint8_t byte = rbuf_u8(&bytes);

		wbuf_u8(out, (uint8_t)digits[byte >> 4]);
		wbuf_u8(out, (uint8_t)digits[byte & 15]);
	}
}

static void put_hex16(struct wbuf *out, uint16_t number)
{
	const uint8_t bytes[] = { (uint8_t)(number >> 8), (uint8_t)number };

	put_hex(out, rbuf_from(bytes, sizeof(bytes)));
}

/* The last len bytes; nothing when there are fewer. */
static struct rbuf tail(struct rbuf bytes, size_t len)
{
	if (rbuf_left(&bytes) < len)
		return rbuf_from(NULL, 0);
	rbuf_bytes(&bytes, rbuf_left(&bytes) - len);
	return bytes;
}

enum { UID_TAIL = 8 };

/* Returns false for a name that is none: the parser lets none through. */
static bool put_placeholder(struct wbuf *out, struct rbuf name, const struct certificate_subject *subject,
	uint16_t signer, const char *id)
{
	char text[16] = "";

	if (rbuf_left(&name) >= sizeof(text))
		return false;
	rbuf_copy(&name, text, rbuf_left(&name));
	if (strcmp(text, "serial") == 0 || strcmp(text, "uid") == 0)
		put_hex(out, subject->serial);
	else if (strcmp(text, "uid-tail") == 0)
		put_hex(out, tail(subject->serial, UID_TAIL));
	else if (strcmp(text, "eui48") == 0 || strcmp(text, "eui64") == 0)
		put_hex(out, subject->eui);
	else if (strcmp(text, "signer") == 0)
		put_hex16(out, signer);
	else if (strcmp(text, "oef") == 0)
		put_hex16(out, subject->oef);
	else if (strcmp(text, "id") == 0)
		wbuf_put(out, id, strlen(id));
	else
		return false;
	return true;
}

int certificate_text(char out[CERTIFICATE_TEXT_MAX], const char *text,
	const struct certificate_subject *subject, uint16_t signer, const char *id)
{
	struct wbuf w = wbuf_to(out, CERTIFICATE_TEXT_MAX);

	while (*text) {
		size_t plain = strcspn(text, "{"), name;

		wbuf_put(&w, text, plain);
		text += plain;
		if (*text == '\0')
			break;
		name = strcspn(++text, "}");
		if (text[name] == '\0' || !put_placeholder(&w, rbuf_from(text, name), subject, signer, id))
			return -EINVAL;
		text += name + 1;
	}
	wbuf_u8(&w, 0);
	return wbuf_bad(&w) ? -ENOSPC : (int)w.len - 1;
}

static int fill_text(const struct writing *writing, const char *text, char out[CERTIFICATE_TEXT_MAX])
{
	int rc = certificate_text(out, text, writing->subject, writing->signer_id, writing->id);

	return rc < 0 ? rc : 0;
}

/* Says it once. False: there is no room. */
static bool mark(char text[CERTIFICATE_TEXT_MAX])
{
	size_t len = strlen(text);

	if (strstr(text, our_mark + 1))
		return true;
	if (len + sizeof(our_mark) > CERTIFICATE_TEXT_MAX)
		return false;
	memcpy(text + len, our_mark, sizeof(our_mark));
	return true;
}

/* ours: with our organization and our mark in it. */
static int fill_name(const struct writing *writing, const struct profile_name *name, bool ours,
	struct name_room *room, struct x509_name *out)
{
	static const enum x509_attribute attributes[] = {
		[PROFILE_COUNTRY] = X509_COUNTRY,
		[PROFILE_STATE] = X509_STATE,
		[PROFILE_LOCALITY] = X509_LOCALITY,
		[PROFILE_ORGANIZATION] = X509_ORGANIZATION,
		[PROFILE_UNIT] = X509_UNIT,
		[PROFILE_COMMON_NAME] = X509_COMMON_NAME,
		[PROFILE_SERIAL_NUMBER] = X509_SERIAL_NUMBER,
	};
	bool printable = writing->said->strings == PROFILE_PRINTABLE;

	for (size_t i = 0; i < name->n; i++) {
		enum profile_rdn type = name->part[i].type;
		char *text = room->texts[i];
		int rc = fill_text(writing,
			ours && type == PROFILE_ORGANIZATION ? our_organization : name->part[i].text, text);

		if (rc < 0)
			return rc;
		if (ours && type == PROFILE_COMMON_NAME && !mark(text))
			return -ENOSPC;
		room->rdns[i] = (struct x509_rdn){ attributes[type],
			printable || type == PROFILE_COUNTRY || type == PROFILE_SERIAL_NUMBER ? X509_PRINTABLE
											      : X509_UTF8,
			text };
	}
	*out = (struct x509_name){ room->rdns, name->n };
	return 0;
}

static int fill_subject(const struct writing *writing, struct name_room *room, struct x509_name *out)
{
	const struct profile_certificate *said = writing->said;
	bool ours = writing->maker->names == NAMES_SESIM;

	if (ours && said->sesim_subject.n > 0)
		return fill_name(writing, &said->sesim_subject, false, room, out);
	return fill_name(writing, &said->subject, ours, room, out);
}

/* Where the profile does not say it, the issuer's name is the signer's. */
static int fill_issuer(const struct writing *writing, struct name_room *room, struct x509_name *out)
{
	const struct profile_certificate *said = writing->said;
	struct writing signer = *writing;

	if (writing->maker->names == NAMES_SESIM && said->sesim_issuer.n > 0)
		return fill_name(writing, &said->sesim_issuer, false, room, out);
	if (writing->maker->names == NAMES_TEMPLATE && said->issuer.n > 0)
		return fill_name(writing, &said->issuer, false, room, out);
	signer.said = &writing->signer->certificate;
	signer.signer_id = writing->signer->signer_id;
	return fill_subject(&signer, room, out);
}

static int fill_alternative(const struct writing *writing, const struct profile_extension *from,
	struct extension_room *room, struct x509_extension *out)
{
	const char *text = from->dns ? from->dns : from->uri;
	int rc;

	out->names = &room->general;
	out->n_names = 1;
	if (from->name.n > 0) {
		room->general = (struct x509_general_name){ .kind = X509_GENERAL_DIRECTORY };
		return fill_name(writing, &from->name, false, &room->name, &room->general.name);
	}
	if (!text)
		return -EINVAL;
	rc = fill_text(writing, text, room->text);
	room->general = (struct x509_general_name){ .kind = from->dns ? X509_GENERAL_DNS : X509_GENERAL_URI,
		.text = room->text };
	return rc;
}

static int fill_extension(const struct writing *writing, const struct profile_extension *from,
	const uint8_t *authority_key_id, struct extension_room *room, struct x509_extension *out)
{
	static const enum x509_extension_kind kinds[] = {
		[PROFILE_BASIC_CONSTRAINTS] = X509_BASIC_CONSTRAINTS,
		[PROFILE_KEY_USAGE] = X509_KEY_USAGE,
		[PROFILE_EXTENDED_KEY_USAGE] = X509_EXTENDED_KEY_USAGE,
		[PROFILE_SUBJECT_KEY_ID] = X509_SUBJECT_KEY_ID,
		[PROFILE_AUTHORITY_KEY_ID] = X509_AUTHORITY_KEY_ID,
		[PROFILE_SUBJECT_ALT_NAME] = X509_SUBJECT_ALT_NAME,
	};

	*out = (struct x509_extension){ .kind = kinds[from->type],
		.critical = from->critical,
		.ca = from->ca,
		.path_length = from->path_length,
		.bits = from->bits };
	if (from->type == PROFILE_AUTHORITY_KEY_ID)
		out->key_id = from->has_key_id && writing->maker->names == NAMES_TEMPLATE
				      ? rbuf_from(from->key_id, X509_KEY_ID)
				      : rbuf_from(authority_key_id, X509_KEY_ID);
	if (from->type == PROFILE_SUBJECT_ALT_NAME)
		return fill_alternative(writing, from, room, out);
	return 0;
}

bool certificate_compressed(const struct profile_certificate *certificate, struct compressed *compressed)
{
	const struct profile_certificate *said = certificate_said(certificate);
	uint8_t bytes[COMPRESSED_BYTES];

	*compressed = (struct compressed){ .year = said->begin.year ? said->begin.year : 2025,
		.month = said->begin.year ? said->begin.month : 1,
		.day = said->begin.year ? said->begin.day : 1,
		.hour = said->begin.hour,
		.years = (uint8_t)said->years,
		.signer_id = signer_id(certificate),
		.template_id = certificate->template_id,
		.chain_id = certificate->chain_id,
		.sn_source = certificate->serial_source,
		.format = certificate->format };
	return said->years <= UINT8_MAX && compressed_encode(compressed, bytes);
}

static int serial_of_key(const struct profile_certificate *certificate, const struct x509_key *key,
	uint8_t serial[PROFILE_CERTIFICATE_SERIAL_MAX], size_t *len)
{
	uint8_t bytes[COMPRESSED_BYTES];
	struct compressed compressed;

	if (key->rsa || rbuf_left(&key->point) != COMPRESSED_POINT ||
		!certificate_compressed(certificate, &compressed) || !compressed_encode(&compressed, bytes))
		return -EINVAL;
	compressed_serial(bytes, key->point.at, serial);
	*len = COMPRESSED_SERIAL;
	return 0;
}

/* A positive number whose first byte is never 00, so that its length is what the profile says. */
static int serial_of_batch(
	const struct writing *writing, const char *name, uint8_t serial[PROFILE_CERTIFICATE_SERIAL_MAX])
{
	uint8_t subject[CERTIFICATE_TEXT_MAX], derived[SHA256_BYTES];
	struct wbuf w = wbuf_to(subject, sizeof(subject));
	const struct rbuf *part = &writing->subject->serial;

	wbuf_put(&w, name, strlen(name) + 1);
	wbuf_put(&w, part->at, rbuf_left(part));
	if (wbuf_bad(&w))
		return -ENOSPC;
	batch_derive(&writing->maker->ca->batch, purpose_serial, rbuf_from(subject, w.len), derived);
	memcpy(serial, derived, PROFILE_CERTIFICATE_SERIAL_MAX);
	serial[0] = (uint8_t)((serial[0] & 0x3f) | 0x40);
	return 0;
}

static int serial_of(const struct writing *writing, const struct profile_certificate *certificate,
	const struct x509_key *key, uint8_t serial[PROFILE_CERTIFICATE_SERIAL_MAX], size_t *len)
{
	const struct profile_certificate *said = writing->said;
	const struct rbuf part = writing->subject->serial;
	struct wbuf w = wbuf_to(serial, PROFILE_CERTIFICATE_SERIAL_MAX);

	*len = said->serial_len;
	switch (said->serial) {
	case PROFILE_SERIAL_KEY_AND_DATES:
		return serial_of_key(certificate, key, serial, len);
	case PROFILE_SERIAL_PART:
		wbuf_put(&w, part.at, rbuf_left(&part));
		wbuf_put(&w, said->serial_bytes, said->serial_len);
		*len = w.len;
		return rbuf_left(&part) == 0 || wbuf_bad(&w) ? -EINVAL : 0;
	case PROFILE_SERIAL_FIXED:
		memcpy(serial, said->serial_bytes, PROFILE_CERTIFICATE_SERIAL_MAX);
		return 0;
	case PROFILE_SERIAL_DERIVED:
		break;
	}
	return serial_of_batch(writing, certificate->of ? certificate->of->name : certificate->name, serial);
}

static void fill_times(const struct profile_certificate *said, struct x509_certificate *out)
{
	const struct profile_date *begin = &said->begin;

	out->begin = (struct x509_time){ .year = 2025, .month = 1, .day = 1 };
	if (begin->year != 0)
		out->begin = (struct x509_time){
			.year = begin->year, .month = begin->month, .day = begin->day, .hour = begin->hour
		};
	out->end = out->begin;
	out->end.year = (uint16_t)(out->end.year + said->years);
	if (said->years == 0)
		out->end = x509_no_end;
}

int certificate_tbs(const struct certificate_maker *maker, const struct profile_certificate *certificate,
	const struct certificate_subject *subject, const struct x509_key *key, struct wbuf *tbs)
{
	static const struct certificate_subject nobody;
	const struct profile_certificate *said = certificate_said(certificate);
	struct writing writing = { .maker = maker,
		.said = said,
		.signer = certificate_signer(certificate),
		.subject = certificate->of ? &nobody : subject };
	struct x509_certificate out = { .key = *key };
	struct x509_extension extensions[PROFILE_EXTENSIONS_MAX];
	struct extension_room rooms[PROFILE_EXTENSIONS_MAX];
	struct name_room issuer, name;
	uint8_t serial[PROFILE_CERTIFICATE_SERIAL_MAX], authority_key_id[X509_KEY_ID];
	struct ca_public signer;
	size_t serial_len = 0;
	int rc;

	if (!writing.signer)
		return -EINVAL;
	writing.signer_id = signer_id(certificate);
	snprintf(writing.id, sizeof(writing.id), certificate->key > 255 ? "%08X" : "%u", certificate->key);
	rc = maker->signer ? 0 : certificate_key_of(maker, writing.signer, &signer);
	if (rc == 0)
		rc = serial_of(&writing, certificate, key, serial, &serial_len);
	if (rc == 0)
		rc = fill_issuer(&writing, &issuer, &out.issuer);
	if (rc == 0)
		rc = fill_subject(&writing, &name, &out.subject);
	if (rc < 0)
		return rc;
	x509_key_id(maker->signer ? maker->signer : &signer.key, authority_key_id);
	for (size_t i = 0; i < said->n_extensions && rc == 0; i++)
		rc = fill_extension(
			&writing, &said->extensions[i], authority_key_id, &rooms[i], &extensions[i]);
	if (rc < 0)
		return rc;
	out.serial = rbuf_from(serial, serial_len);
	out.signature.algorithm = ca_algorithm(certificate_ca(writing.signer).kind);
	out.signature.null_parameters = said->null_parameters;
	out.extensions = extensions;
	out.n_extensions = said->n_extensions;
	out.end_generalized = maker->end_generalized;
	fill_times(said, &out);
	x509_tbs(tbs, &out);
	return wbuf_bad(tbs) ? -ENOSPC : 0;
}

int certificate_issue(const struct certificate_maker *maker, const struct profile_certificate *certificate,
	const struct certificate_subject *subject, const struct x509_key *key, struct wbuf *der)
{
	const struct profile_authority *signer = certificate_signer(certificate);
	uint8_t bytes[CERTIFICATE_MAX];
	struct wbuf tbs = wbuf_to(bytes, sizeof(bytes));
	struct ca_authority ca;
	int rc = certificate_tbs(maker, certificate, subject, key, &tbs);

	if (rc < 0)
		return rc;
	ca = certificate_ca(signer);
	return ca_certify(maker->ca, maker->crypto, &ca, rbuf_from(bytes, tbs.len),
		certificate_said(certificate)->null_parameters, der);
}

int certificate_of_authority(
	const struct certificate_maker *maker, const struct profile_authority *authority, struct wbuf *der)
{
	const struct profile_certificate own = { .name = authority->name, .of = authority };
	struct ca_public public;
	int rc = certificate_key_of(maker, authority, &public);

	if (rc < 0)
		return rc;
	return certificate_issue(maker, &own, NULL, &public.key, der);
}
