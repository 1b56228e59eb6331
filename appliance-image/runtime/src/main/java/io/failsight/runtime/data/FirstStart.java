package io.failsight.runtime.data;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.bouncycastle.crypto.generators.OpenBSDBCrypt;
import org.jspecify.annotations.Nullable;

/** Makes the tokens of OpenSearch and of the signal stream, the first account and the default failsight.yaml. Keeps whatever is there already. */
public final class FirstStart {
    private static final int BCRYPT_COST = 11;
    private static final int MIN_PASSWORD_CHARACTERS = 8;
    /** bcrypt reads no further. */
    private static final int MAX_PASSWORD_BYTES = 72;
    /** Without 0/O, 1/l/I, so that it can be read from a screen and typed. */
    private static final String PASSWORD_ALPHABET = "abcdefghijkmnpqrstuvwxyz23456789";

    /** Suggests another one at the first sign-in: this one was printed. */
    private static final String MADE = "    made: true\n";

    private final DataFolder folder;
    private final SecureRandom random;
    private final List<String> mended = new ArrayList<>();

    public FirstStart(DataFolder folder, SecureRandom random) {
        this.folder = folder;
        this.random = random;
    }

    /** Where the token of OpenSearch is: one line, 0600. */
    public static Path tokenFile(DataFolder folder) {
        return folder.secrets().resolve("opensearch.token");
    }

    /** Where the token is that collectors carry to the engine: one line, 0600. */
    public static Path streamTokenFile(DataFolder folder) {
        return folder.secrets().resolve("stream-token");
    }

    /** Where the accounts are: {@code users: [{name, roles, password, disabled, made}]}, passwords as bcrypt. */
    public static Path usersFile(DataFolder folder) {
        return folder.secrets().resolve("users.yaml");
    }

    /** Makes failsight.yaml where it is missing: first of all, since what hinders a start is often mended there. */
    public static void makeConfig(DataFolder folder) throws IOException {
        if (!Files.exists(folder.config())) {
            DataFolder.write(folder.config(), defaultConfig());
        }
    }

    /**
     * Makes what is missing.
     *
     * @param wantedPassword from the environment, null to have one made
     * @return the password that was made and must be shown now, because only its hash is kept; empty when the account
     *     existed or the password was given
     */
    public Optional<String> prepare(@Nullable String wantedPassword) throws IOException, DataFolderException {
        makeConfig(folder);
        makeToken(tokenFile(folder));
        makeToken(streamTokenFile(folder));
        return Files.exists(usersFile(folder)) ? Optional.empty() : makeAdmin(wantedPassword);
    }

    private static boolean isToken(Path file) throws IOException {
        return new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1)
                .strip()
                .matches("[!-~]{16,512}");
    }

    /** 256 random bits, unless the file is there. */
    private void makeToken(Path file) throws IOException {
        if (Files.exists(file) && !isToken(file)) {
            mended.add(
                    file + " was damaged: it lies in " + DataFolder.putAside(file)
                            + ", and a new one was made. Nothing is lost; collectors and engines of other machines need the new one.");
        }
        if (!Files.exists(file)) {
            byte[] token = new byte[32];
            random.nextBytes(token);
            DataFolder.write(file, Base64.getUrlEncoder().withoutPadding().encodeToString(token) + "\n");
        }
    }

    private Optional<String> makeAdmin(@Nullable String wantedPassword) throws IOException, DataFolderException {
        String password = wantedPassword == null ? newPassword() : checked(wantedPassword);
        byte[] salt = new byte[16];
        random.nextBytes(salt);
        String hash = OpenBSDBCrypt.generate("2a", password.toCharArray(), salt, BCRYPT_COST);
        DataFolder.write(usersFile(folder), """
                # Accounts of the console and the API. Roles: viewer, operator, admin. Passwords are bcrypt hashes.
                # Forgotten? Delete this file: the next start makes a new admin password and prints it.
                users:
                  - name: admin
                    roles: [admin]
                    password: "%s"
                %s""".formatted(hash, wantedPassword == null ? MADE : ""));
        return wantedPassword == null ? Optional.of(password) : Optional.empty();
    }

    private static String checked(String password) throws DataFolderException {
        if (password.length() < MIN_PASSWORD_CHARACTERS
                || password.getBytes(StandardCharsets.UTF_8).length > MAX_PASSWORD_BYTES) {
            throw new DataFolderException("FAILSIGHT_ADMIN_PASSWORD must have at least " + MIN_PASSWORD_CHARACTERS
                    + " characters and at most " + MAX_PASSWORD_BYTES
                    + " bytes: choose another, or unset it to have one made.");
        }
        return password;
    }

    /** What {@link #prepare} found damaged and what it did about it, in sentences. */
    public List<String> mended() {
        return List.copyOf(mended);
    }

    /** 20 characters in groups of five: 100 bits. */
    private String newPassword() {
        var password = new StringBuilder();
        for (int i = 0; i < 20; i++) {
            if (i > 0 && i % 5 == 0) {
                password.append('-');
            }
            password.append(PASSWORD_ALPHABET.charAt(random.nextInt(PASSWORD_ALPHABET.length())));
        }
        return password.toString();
    }

    private static String defaultConfig() throws IOException {
        try (var text = FirstStart.class.getResourceAsStream("default-failsight.yaml")) {
            if (text == null) {
                throw new IOException("default-failsight.yaml is missing in the program");
            }
            return new String(text.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
