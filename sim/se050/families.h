/* sim/se050/families.h: the families of commands, one table_*.c each. Listed in table.c. */
#ifndef SESIM_SE050_FAMILIES_H
#define SESIM_SE050_FAMILIES_H

#include "command050.h"

extern const struct se050_family family_card;
extern const struct se050_family family_session;
extern const struct se050_family family_manage;
extern const struct se050_family family_objects;
extern const struct se050_family family_files;
extern const struct se050_family family_keys;
extern const struct se050_family family_ec;
extern const struct se050_family family_rsa;
extern const struct se050_family family_signature;
extern const struct se050_family family_crypto;
extern const struct se050_family family_symmetric;
extern const struct se050_family family_kdf;
extern const struct se050_family family_transfer;
extern const struct se050_family family_i2cm;
extern const struct se050_family family_desfire;

#endif
