/* sim/bus/trust.c: what the factory puts into the slots of a pre-provisioned ATECC. */
#include "trust.h"

#include <errno.h>
#include <openssl/crypto.h>
#include <stdio.h>
#include <string.h>

#include "zones.h"

static const char purpose_key[] = "atecc private key";
static const char purpose_secret[] = "atecc secret";
static const char purpose_public[] = "atecc public key";

enum {
	SERIAL = 9,
	PADDING = 4, /* before a private key, and before each coordinate of a public one (atecc608.md 8.5) */
};

/* Where one part's slots come from. */
struct filling {
	struct atecc *chip;
	const struct profile *profile;
	const struct certificate_maker *maker;
	uint8_t serial[SERIAL];
	uint8_t eui[TRUST_EUI_MAX];
	struct certificate_subject subject;
};

static void read_serial(const struct atecc *chip, uint8_t serial[SERIAL])
{
	memcpy(serial, chip->nv.config + CONFIG_SN_0_3, 4);
	memcpy(serial + 4, chip->nv.config + CONFIG_SN_4_8, 5);
}

struct rbuf trust_eui(
	const struct atecc *chip, const struct profile_atecc *profile, uint8_t eui[TRUST_EUI_MAX])
{
	uint8_t serial[SERIAL];
	size_t own = profile->eui_len - profile->eui_fixed;

	read_serial(chip, serial);
	memcpy(eui, profile->eui, TRUST_EUI_MAX);
	/* SN[0..1] and SN[8] are the family's. */
	memcpy(eui + profile->eui_fixed, serial + SERIAL - 1 - own, own);
	return rbuf_from(eui, profile->eui_len);
}

static void begin(struct filling *filling, struct atecc *chip, const struct profile *profile,
	const struct certificate_maker *maker)
{
	*filling = (struct filling){ .chip = chip, .profile = profile, .maker = maker };
	read_serial(chip, filling->serial);
	filling->subject.serial = rbuf_from(filling->serial, SERIAL);
	filling->subject.eui = trust_eui(chip, profile->atecc, filling->eui);
}

/* What a key or a secret of one part follows from, beside the batch: profile, serial number and where it stands. */
static int name_place(const struct filling *filling, unsigned int slot, size_t offset, struct wbuf *out)
{
	const char *profile = filling->profile->name;

	wbuf_put(out, profile, strlen(profile) + 1);
	wbuf_put(out, filling->serial, SERIAL);
	wbuf_u8(out, (uint8_t)slot);
	wbuf_le16(out, (uint16_t)offset);
	return wbuf_bad(out) ? -ENOSPC : 0;
}

enum { PLACE_MAX = 256 };

static uint8_t *room(struct atecc *chip, unsigned int slot, size_t offset)
{
	return slot_room(chip, slot) + offset;
}

static int put_key(struct filling *filling, const struct profile_piece *piece)
{
	uint8_t place[PLACE_MAX], point[P256_POINT];
	struct wbuf w = wbuf_to(place, sizeof(place));
	uint8_t *at = room(filling->chip, piece->slot, piece->offset);
	int rc = name_place(filling, piece->slot, piece->offset, &w);

	if (rc < 0)
		return rc;
	memset(at, 0, PADDING);
	return batch_ec_key(&filling->maker->ca->batch, filling->maker->crypto, EC_P256, purpose_key,
		rbuf_from(place, w.len), at + PADDING, point);
}

static int put_random(struct filling *filling, const struct profile_piece *piece)
{
	uint8_t place[PLACE_MAX];
	struct wbuf w = wbuf_to(place, sizeof(place));
	struct rng_stream stream;
	int rc = name_place(filling, piece->slot, piece->offset, &w);

	if (rc < 0)
		return rc;
	stream = batch_stream(&filling->maker->ca->batch, purpose_secret, rbuf_from(place, w.len));
	rng_bytes(&stream, room(filling->chip, piece->slot, piece->offset), piece->len);
	OPENSSL_cleanse(&stream, sizeof(stream));
	return 0;
}

static int put_text(struct filling *filling, const struct profile_piece *piece)
{
	char text[CERTIFICATE_TEXT_MAX], slot[4];
	int len;

	snprintf(slot, sizeof(slot), "%u", piece->slot);
	len = certificate_text(text, piece->text, &filling->subject, 0, slot);
	if (len < 0)
		return len;
	if ((size_t)len != piece->len)
		return -EINVAL;
	memcpy(room(filling->chip, piece->slot, piece->offset), text, piece->len);
	return 0;
}

static int put_authority(struct filling *filling, const struct profile_piece *piece)
{
	bool padded = piece->len == 2 * (PADDING + P256_BYTES);
	struct wbuf w = wbuf_to(room(filling->chip, piece->slot, piece->offset), piece->len);
	struct ca_public public;
	int rc = certificate_key_of(filling->maker, piece->authority, &public);

	if (rc < 0)
		return rc;
	if (rbuf_left(&public.key.point) != P256_POINT)
		return -EINVAL;
	wbuf_fill(&w, 0, padded ? PADDING : 0);
	wbuf_put(&w, public.point, P256_BYTES);
	wbuf_fill(&w, 0, padded ? PADDING : 0);
	wbuf_put(&w, public.point + P256_BYTES, P256_BYTES);
	return wbuf_bad(&w) ? -EINVAL : 0;
}

static int put_bytes(struct filling *filling, const struct profile_piece *piece)
{
	memcpy(room(filling->chip, piece->slot, piece->offset), piece->bytes, piece->len);
	return 0;
}

static int put_piece(struct filling *filling, const struct profile_piece *piece)
{
	static int (*const put[])(struct filling * filling, const struct profile_piece *piece) = {
		[PIECE_BYTES] = put_bytes,
		[PIECE_TEXT] = put_text,
		[PIECE_KEY] = put_key,
		[PIECE_RANDOM] = put_random,
		[PIECE_AUTHORITY_KEY] = put_authority,
	};

	if (piece->slot >= ATECC_SLOTS || piece->offset > slot_size(piece->slot) ||
		piece->len > slot_size(piece->slot) - piece->offset)
		return -EINVAL;
	return put[piece->kind](filling, piece);
}

/* The key that a certificate is of. */
static int key_of(const struct filling *filling, const struct profile_certificate *certificate,
	struct ca_public *public)
{
	uint8_t place[PLACE_MAX];
	struct wbuf w = wbuf_to(place, sizeof(place));
	struct rng_stream stream;
	int rc;

	if (certificate->of)
		return certificate_key_of(filling->maker, certificate->of, public);
	if (certificate->key >= ATECC_SLOTS)
		return -EINVAL;
	rc = name_place(filling, certificate->key, 0, &w);
	if (rc < 0)
		return rc;
	memset(public, 0, sizeof(*public));
	public->key.curve = EC_P256;
	public->key.point = rbuf_from(public->point, P256_POINT);
	/* What is drawn blinds the multiplication and changes no result. */
	stream = batch_stream(&filling->maker->ca->batch, purpose_public, rbuf_from(place, w.len));
	rc = crypto_p256_public(filling->maker->crypto, &stream,
		slot_private_key(filling->chip, certificate->key), public->point);
	OPENSSL_cleanse(&stream, sizeof(stream));
	return rc;
}

static int put_certificate(struct filling *filling, const struct profile_certificate *certificate)
{
	const struct profile_authority *signer = certificate_signer(certificate);
	uint8_t bytes[CERTIFICATE_MAX], signature[RSA_BYTES_MAX];
	struct wbuf tbs = wbuf_to(bytes, sizeof(bytes));
	struct compressed compressed;
	struct ca_authority ca;
	struct ca_public public;
	size_t len = 0;
	int rc;

	if (!signer || certificate->at >= ATECC_SLOTS ||
		certificate->offset > slot_size(certificate->at) - COMPRESSED_BYTES ||
		!certificate_compressed(certificate, &compressed))
		return -EINVAL;
	ca = certificate_ca(signer);
	rc = key_of(filling, certificate, &public);
	if (rc == 0)
		rc = certificate_tbs(filling->maker, certificate, &filling->subject, &public.key, &tbs);
	if (rc == 0)
		rc = ca_sign(
			filling->maker->ca, filling->maker->crypto, &ca, bytes, tbs.len, signature, &len);
	if (rc < 0)
		return rc;
	if (len != sizeof(compressed.signature))
		return -EINVAL;
	memcpy(compressed.signature, signature, len);
	return compressed_encode(&compressed, room(filling->chip, certificate->at, certificate->offset))
		       ? 0
		       : -EINVAL;
}

int trust_fill(struct atecc *chip, const struct profile *profile, const struct certificate_maker *maker,
	struct why *why)
{
	struct filling filling;
	int rc = 0;

	begin(&filling, chip, profile, maker);
	memset(chip->nv.data, profile->atecc->fill, sizeof(chip->nv.data));
	for (size_t i = 0; i < profile->atecc->n_pieces && rc == 0; i++)
		rc = put_piece(&filling, &profile->atecc->pieces[i]);
	if (rc < 0)
		return why_errno(why, rc, "cannot make the keys of an %s", profile->name);
	for (size_t i = 0; i < profile->n_certificates && rc == 0; i++) {
		rc = put_certificate(&filling, &profile->certificates[i]);
		if (rc < 0)
			return why_errno(why, rc, "%s:%zu: cannot make the certificate %s of an %s",
				profile->certificates[i].file, profile->certificates[i].line,
				profile->certificates[i].name, profile->name);
	}
	return 0;
}

int trust_certificate(const struct atecc *chip, const struct profile *profile,
	const struct certificate_maker *maker, const struct profile_certificate *certificate,
	struct wbuf *der)
{
	struct atecc copy = *chip;
	struct filling filling;
	struct ca_public public;
	int rc;

	begin(&filling, &copy, profile, maker);
	rc = key_of(&filling, certificate, &public);
	if (rc == 0)
		rc = certificate_issue(maker, certificate, &filling.subject, &public.key, der);
	OPENSSL_cleanse(&copy, sizeof(copy));
	return rc;
}
