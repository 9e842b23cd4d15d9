/* sim/atecc608/commands.h: the steps of the commands that table.c names, by file. */
#ifndef SESIM_ATECC_COMMANDS_H
#define SESIM_ATECC_COMMANDS_H

#include "command.h"

typedef enum atca_status atecc_check_fn(const struct atecc *chip, struct atecc_call *call);
typedef enum atca_status atecc_run_fn(struct atecc *chip, struct atecc_call *call, struct wbuf *out);

/* info.c */
atecc_run_fn info_revision;
atecc_run_fn info_key_valid;
atecc_run_fn info_state;
atecc_run_fn info_gpio;
atecc_check_fn info_latch_check;
atecc_run_fn info_latch;
/* random.c */
atecc_run_fn random_run;
atecc_check_fn nonce_random_check;
atecc_run_fn nonce_random;
atecc_run_fn nonce_to_tempkey;
atecc_run_fn nonce_to_msg_dig_buf;
atecc_run_fn nonce_to_alt_key_buf;
/* read.c */
atecc_run_fn read_config;
atecc_run_fn read_otp;
atecc_check_fn read_data_check;
atecc_run_fn read_data;
/* write.c */
atecc_check_fn write_config_check;
atecc_run_fn write_config;
atecc_check_fn write_otp_check;
atecc_run_fn write_otp;
atecc_check_fn write_data_check;
atecc_run_fn write_data;
/* lock.c */
atecc_check_fn lock_config_check;
atecc_run_fn lock_config;
atecc_check_fn lock_data_check;
atecc_run_fn lock_data;
atecc_check_fn lock_slot_check;
atecc_run_fn lock_slot;
/* counter.c */
atecc_run_fn counter_read;
atecc_check_fn counter_increment_check;
atecc_run_fn counter_increment;
/* update_extra.c */
atecc_check_fn update_extra_check;
atecc_run_fn update_extra;
atecc_check_fn update_extra_decrement_check;
atecc_run_fn update_extra_decrement;
/* pause.c */
atecc_run_fn pause_run;
/* gen_dig.c */
atecc_run_fn gen_dig_config;
atecc_run_fn gen_dig_otp;
atecc_check_fn gen_dig_data_check;
atecc_run_fn gen_dig_data;
atecc_run_fn gen_dig_shared_nonce;
atecc_run_fn gen_dig_counter;
atecc_run_fn gen_dig_key_config;
/* mac.c */
atecc_check_fn mac_check;
atecc_run_fn mac_run;
atecc_check_fn hmac_check;
atecc_run_fn hmac_run;
atecc_check_fn check_mac_check;
atecc_run_fn check_mac_run;
/* derive_key.c */
atecc_check_fn derive_key_check;
atecc_run_fn derive_key_run;
/* sha.c */
atecc_run_fn sha_start;
atecc_check_fn sha_length_check;
atecc_run_fn sha_update;
atecc_check_fn sha_public_check;
atecc_run_fn sha_public;
atecc_check_fn sha_hmac_start_check;
atecc_run_fn sha_hmac_start;
atecc_check_fn sha_end_check;
atecc_run_fn sha_end;
atecc_check_fn sha_read_context_check;
atecc_run_fn sha_read_context;
atecc_check_fn sha_write_context_check;
atecc_run_fn sha_write_context;
/* aes.c */
atecc_check_fn aes_check;
atecc_run_fn aes_run;
atecc_run_fn aes_gfm;
/* kdf608.c */
atecc_check_fn kdf_prf_check;
atecc_run_fn kdf_prf;
atecc_check_fn kdf_aes_check;
atecc_run_fn kdf_aes;
atecc_check_fn kdf_hkdf_check;
atecc_run_fn kdf_hkdf;
/* gen_key.c */
atecc_check_fn gen_key_check;
atecc_run_fn gen_key_run;
atecc_check_fn gen_key_public_check;
atecc_run_fn gen_key_public;
atecc_check_fn priv_write_check;
atecc_run_fn priv_write_run;
/* sign.c */
atecc_check_fn sign_external_check;
atecc_run_fn sign_external;
atecc_check_fn sign_msg_dig_buf_check;
atecc_run_fn sign_msg_dig_buf;
atecc_check_fn sign_internal_check;
atecc_run_fn sign_internal;
/* verify.c */
atecc_check_fn verify_external_check;
atecc_run_fn verify_external;
atecc_check_fn verify_stored_check;
atecc_run_fn verify_stored;
atecc_check_fn verify_validate_check;
atecc_run_fn verify_validate;
atecc_check_fn verify_validate_external_check;
atecc_run_fn verify_validate_external;
/* ecdh.c */
atecc_check_fn ecdh_slot_check;
atecc_check_fn ecdh_tempkey_check;
atecc_run_fn ecdh_run;
/* secure_boot.c */
atecc_check_fn secure_boot_check;
atecc_run_fn secure_boot_run;
/* self_test.c */
atecc_run_fn self_test_command;

/* What any command but SHA does to a SHA sequence, and a SHA command that fails: on the 508A it ends it. */
void sha_after(struct atecc *chip, const struct atecc_call *call, enum atca_status status);

#endif
