/* tests/conformance/good_crypto.c: good commands of ciphers, MACs and AEAD (AN12413 4.12, 4.13; hosts). */
#include "good.h"

#define IV "44:00*16"
#define DATA "616263"
#define CBC(class, subtype) ".make 00200001 " class "; .crypto 0001 02 " subtype ";"
#define MAC(class, subtype) ".make 00200001 " class "; .crypto 0001 03 " subtype ";"
#define GCM ".make 00200001 AES; .crypto 0001 04 b0;"
#define CCM ".make 00200001 AES; .crypto 0001 04 f4;"
#define GCM_OPEN GCM "031142 41:00200001 42:0001 45:00*12;"
#define GCM_OPENED GCM "031143 41:00200001 42:0001 45:00*12;"
/* DATA under the key of .make, a vector of zeros, 646566 beside it. */
#define SEALED "8f7463"
#define SEAL "13d16f7cd126c2e5ad369a95518cdd1f"
#define CCM_OPEN CCM "031142 41:00200001 42:0001 45:00*12 46:0003 47:0003 48:0010;"

static const struct se050_good rows[] = {
	{ "CipherInit", "AES, CipherInit encrypt", CBC("AES", "0d"), "030e42 41:00200001 42:0001 " IV },
	{ "CipherInit", "AES, CipherInit decrypt", CBC("AES", "0d"), "030e43 41:00200001 42:0001 " IV },
	{ "CipherInit", "DES, CipherInit encrypt", CBC("DES", "01"), "030e42 41:00200001 42:0001 44:00*8" },
	{ "CipherInit", "DES, CipherInit decrypt", CBC("DES", "01"), "030e43 41:00200001 42:0001 44:00*8" },
	{ "CipherInit", "ECB", CBC("AES", "0e"), "030e42 41:00200001 42:0001" },
	{ "CipherUpdate", "", CBC("AES", "0d") "030e42 41:00200001 42:0001 " IV, "030e0c 42:0001 43:61*16" },
	{ "CipherUpdate", "CTR", CBC("AES", "f0") "030e42 41:00200001 42:0001 " IV,
		"030e0c 42:0001 43:61*16" },
	{ "CipherFinal", "NOPAD", CBC("AES", "0d") "030e42 41:00200001 42:0001 " IV,
		"030e0d 42:0001 43:61*16" },
	{ "CipherFinal", "ISO9797 M2",
		CBC("AES", "17") "030e42 41:00200001 42:0001 " IV "; 030e0d 42:0001 43:61*5 > ct;"
				 "030e43 41:00200001 42:0001 " IV,
		"030e0d 42:0001 43:$ct" },
	{ "CipherOneShot", "AES, CipherOneShot encrypt, NOPAD", ".make 00200001 AES",
		"030e37 41:00200001 42:0d 43:61*16 " IV },
	{ "CipherOneShot", "AES, CipherOneShot decrypt", ".make 00200001 AES",
		"030e38 41:00200001 42:0d 43:61*16 " IV },
	{ "CipherOneShot", "DES, CipherOneShot encrypt", ".make 00200001 DES",
		"030e37 41:00200001 42:01 43:61*16 44:00*8" },
	{ "CipherOneShot", "DES, CipherOneShot decrypt", ".make 00200001 DES",
		"030e38 41:00200001 42:01 43:61*16 44:00*8" },
	{ "CipherOneShot", "ECB", ".make 00200001 AES", "030e37 41:00200001 42:0e 43:61*16" },
	{ "CipherOneShot", "ISO9797 M2", ".make 00200001 AES; 030e37 41:00200001 42:17 43:61*5 " IV " > ct",
		"030e38 41:00200001 42:17 43:$ct " IV },

	{ "MACInit", "AES, MACInit P2 03", MAC("AES", "31"), "030d03 41:00200001 42:0001" },
	{ "MACInit", "AES, MACInit P2 44", MAC("AES", "31"), "030d44 41:00200001 42:0001" },
	{ "MACInit", "DES", MAC("DES", "7a"), "030d03 41:00200001 42:0001" },
	{ "MACInit", "HMAC", MAC("HMAC", "19"), "030d03 41:00200001 42:0001" },
	{ "MACUpdate", "", MAC("HMAC", "19") "030d03 41:00200001 42:0001", "030d0c 41:" DATA " 42:0001" },
	{ "MACFinal", "MACInit P2 03", MAC("HMAC", "19") "030d03 41:00200001 42:0001",
		"030d0d 41:" DATA " 42:0001" },
	{ "MACFinal", "MACInit P2 44",
		MAC("HMAC", "19") "030d45 41:00200001 42:19 43:" DATA " > mac; 030d44 41:00200001 42:0001",
		"030d0d 41:" DATA " 42:0001 43:$mac" },
	{ "MACOneShot", "AES, P2 45", ".make 00200001 AES", "030d45 41:00200001 42:31 43:" DATA },
	{ "MACOneShot", "AES, P2 46",
		".allow 00200001 AES; 030d45 41:00200001 42:31 43:" DATA
		" > mac; 040028 41:00200001; .make 00200001 AES",
		"030d46 41:00200001 42:31 43:" DATA " 45:$mac" },
	{ "MACOneShot", "DES, P2 45", ".make 00200001 DES", "030d45 41:00200001 42:7a 43:" DATA },
	{ "MACOneShot", "HMAC, P2 45", ".make 00200001 HMAC", "030d45 41:00200001 42:19 43:" DATA },

	{ "AEADOneShot", "7.2, P2 37, AES, AEADOneShot encrypt", ".make 00200001 AES",
		"031137 41:00200001 42:b0 43:" DATA " 44:646566 45:00*12" },
	{ "AEADOneShot", "7.2, P2 38, AES, AEADOneShot decrypt", ".make 00200001 AES",
		"031138 41:00200001 42:b0 43:" SEALED " 44:646566 45:00*12 46:" SEAL },
	{ "AEADInit", "7.2, AES, AEADInit encrypt", GCM, "031142 41:00200001 42:0001 45:00*12" },
	{ "AEADInit", "7.2, CCM", CCM, "031142 41:00200001 42:0001 45:00*12 46:0003 47:0003 48:0010" },
	{ "AEADUpdate", "7.2", GCM "031142 41:00200001 42:0001 45:00*12", "03110c 42:0001 43:" DATA },
	{ "AEADUpdate", "7.2, associated data", GCM "031142 41:00200001 42:0001 45:00*12",
		"03110c 42:0001 44:" DATA },
	{ "AEADFinal", "7.2", GCM "031142 41:00200001 42:0001 45:00*12; 03110c 42:0001 43:" DATA,
		"03110d 42:0001" },
	{ "AEADFinal", "7.2, opened with P2 43",
		GCM "031137 41:00200001 42:b0 43:" DATA
		    " 45:00*12 > ct tag; 031143 41:00200001 42:0001 45:00*12;"
		    "03110c 42:0001 43:$ct",
		"03110d 42:0001 46:$tag" },
	{ "AEADFinal", "7.2, CCM", CCM_OPEN "03110c 42:0001 44:" DATA "; 03110c 42:0001 43:" DATA,
		"03110d 42:0001" },
	{ "AEADOneShot", "7.2, P1 12, AES, AEADOneShot encrypt", ".make 00200001 AES",
		"031237 41:00200001 42:b0 43:" DATA " 44:646566 45:00*12" },
	{ "AEADOneShot", "7.2, P1 12, AES, AEADOneShot decrypt", ".make 00200001 AES",
		"031238 41:00200001 42:b0 43:" SEALED " 44:646566 45:00*12 46:" SEAL },
	{ "AEADInit", "7.2, AES, AEADInit decrypt", GCM, "031143 41:00200001 42:0001 45:00*12" },
	{ "AEADInit", "7.2, P1 12, AES, AEADInit encrypt", GCM, "031242 41:00200001 42:0001 45:00*12" },
	{ "AEADInit", "7.2, P1 12, AES, AEADInit decrypt", GCM, "031243 41:00200001 42:0001 45:00*12" },
	{ "AEADInit", "7.2, CCM, decrypt", CCM,
		"031143 41:00200001 42:0001 45:00*12 46:0003 47:0003 48:0010" },
	{ "AEADInit", "7.2, CCM, P1 12", CCM, "031242 41:00200001 42:0001 45:00*12 46:0003 47:0003 48:0010" },
	{ "AEADInit", "7.2, CCM, P1 12, decrypt", CCM,
		"031243 41:00200001 42:0001 45:00*12 46:0003 47:0003 48:0010" },
	{ "AEADUpdate", "7.2, P1 12", GCM_OPEN, "03120c 42:0001 43:" DATA },
	{ "AEADUpdate", "7.2, P1 12, associated data", GCM_OPEN, "03120c 42:0001 44:" DATA },
	{ "AEADFinal", "7.2, P1 12", GCM_OPEN "03110c 42:0001 43:" DATA, "03120d 42:0001" },
	{ "AEADFinal", "7.2, P1 12, opened with P2 43",
		GCM_OPENED "03110c 42:0001 44:646566; 03110c 42:0001 43:" SEALED, "03120d 42:0001 46:" SEAL },
	{ "MACInit", "DES, MACInit P2 44", MAC("DES", "7a"), "030d44 41:00200001 42:0001" },
};

const struct se050_goods good_crypto = { rows, sizeof(rows) / sizeof(rows[0]) };
