/* sim/atecc608/describe_slot.c: what a slot's configuration means, in words. */
#include "describe_slot.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "policy.h"
#include "silicon.h"
#include "zones.h"

struct words {
	char *text;
	size_t size;
	size_t len;
};

static void separate(struct words *w)
{
	if (w->len > 0 && w->len + 2 < w->size) {
		memcpy(w->text + w->len, "; ", 3);
		w->len += 2;
	}
}

__attribute__((format(printf, 2, 3))) static void say(struct words *w, const char *format, ...)
{
	va_list args;
	int n;

	separate(w);
	va_start(args, format);
	n = vsnprintf(w->text + w->len, w->size - w->len, format, args);
	va_end(args);
	if (n > 0)
		w->len += (size_t)n < w->size - w->len ? (size_t)n : w->size - w->len - 1;
}

/* Tables 2-6 and 2-11 of DS20005927A: a private key. */
static void say_private(
	struct words *w, unsigned int number, const struct slot_config *slot, const struct key_config *key)
{
	if (key->key_type == KEY_TYPE_P256)
		say(w, "P-256 private key");
	else
		say(w, "private key of the reserved type %u", key->key_type);
	if (!slot->is_secret)
		say(w, "unusable: IsSecret is 0");
	if (slot->read_key & PRIVATE_EXTERNAL_SIGN)
		say(w, "signs external messages");
	if (slot->read_key & PRIVATE_INTERNAL_SIGN)
		say(w, "signs internal messages");
	if (slot->read_key & PRIVATE_ECDH && slot->read_key & PRIVATE_ECDH_TO_SLOT)
		say(w, "ECDH, into slot %u", number | 1);
	else if (slot->read_key & PRIVATE_ECDH)
		say(w, "ECDH");
	if (key->pub_info)
		say(w, "public key can be had");
	if (slot->write_config & WRITE_BIT_13)
		say(w, "GenKey may replace it");
	if (slot->write_config & WRITE_ENCRYPTED)
		say(w, "PrivWrite encrypted with key %u", slot->write_key);
}

static void say_type(
	struct words *w, const struct atecc *chip, unsigned int slot, const struct key_config *key)
{
	switch (key->key_type) {
	case KEY_TYPE_P256:
		say(w, slot >= 8 ? "P-256 public key" : "P-256 public key, for which it is too short");
		break;
	case KEY_TYPE_AES:
		say(w, "AES keys");
		break;
	case KEY_TYPE_OTHER:
		say(w, "SHA key or data");
		break;
	default:
		say(w, "reserved type %u", key->key_type);
		break;
	}
	if (public_key_has_validity(chip, slot))
		say(w, "to be validated before use, now %s",
			public_key_valid(chip, slot) ? "valid" : "not valid");
	else if (key->pub_info && atecc_silicon(&chip->nv)->on != ON_508A)
		say(w, "KDF may write it");
}

/* DS20005927A table 2-7. */
static void say_read(struct words *w, const struct slot_config *slot)
{
	if (slot->is_secret && slot->encrypt_read)
		say(w, "read encrypted with key %u", slot->read_key);
	else if (slot->is_secret)
		say(w, "never read");
	else if (slot->encrypt_read)
		say(w, "never read (EncryptRead without IsSecret)");
	else
		say(w, "read in clear");
}

/* DS20005927A tables 2-8 and 2-10. */
static void say_write(struct words *w, const struct slot_config *slot)
{
	if (slot->write_config & WRITE_ENCRYPTED)
		say(w, "written encrypted with key %u", slot->write_key);
	else if (slot->write_config == 0)
		say(w, "written in clear");
	else if (slot->write_config == WRITE_PUB_INVALID)
		say(w, "written in clear unless a valid public key");
	else
		say(w, "never written");
	if (!(slot->write_config & WRITE_BIT_13))
		return;
	if (slot->write_config & WRITE_PUB_INVALID)
		say(w, "DeriveKey from key %u", slot->write_key);
	else
		say(w, "DeriveKey rolls it");
	if (slot->write_config & WRITE_BIT_15)
		say(w, "DeriveKey wants a MAC");
}

static void say_use(struct words *w, const struct atecc *chip, unsigned int slot,
	const struct slot_config *config, const struct key_config *key)
{
	if (config->no_mac && !key->is_private)
		say(w, "not for MAC");
	if (config->limited_use)
		say(w, "limited use");
	if (key->req_random)
		say(w, "wants a random nonce");
	if (key->req_auth)
		say(w, "wants authorisation by key %u", key->auth_key);
	if (key->persistent_disable)
		say(w, "wants the persistent latch");
	if (slot_locked(chip, slot))
		say(w, "locked");
	else if (key->lockable)
		say(w, "lockable");
}

void describe_slot(char *text, size_t size, const struct atecc *chip, unsigned int slot)
{
	struct slot_config config = slot_config(chip, slot);
	struct key_config key = key_config(chip, slot);
	struct words w = { text, size, 0 };

	text[0] = '\0';
	if (key.is_private) {
		say_private(&w, slot, &config, &key);
	} else {
		say_type(&w, chip, slot, &key);
		say_read(&w, &config);
		say_write(&w, &config);
	}
	say_use(&w, chip, slot, &config, &key);
}
