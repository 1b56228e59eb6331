package io.failsight.engine.access;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What a password of a person must be. Length is what counts (NIST SP 800-63B §3.1.1.2); no rules about kinds of characters, which only make people write
 * {@code Password1!}. Stateless.
 */
public final class PasswordPolicy {
    /** Fewest characters. */
    public static final int MIN_CHARACTERS = 12;
    /** Most bytes of UTF-8: bcrypt reads no further, so what follows would be no secret. */
    public static final int MAX_BYTES = 72;
    /** Fewest different characters. */
    private static final int MIN_DIFFERENT = 5;

    private static final Set<String> COMMON = common();

    private PasswordPolicy() {}

    /**
     * What is wrong with a password.
     *
     * @param name whose it is to be
     * @return what is wrong and what to do; empty when it is good
     */
    public static Optional<String> problem(String name, String password) {
        int characters = password.codePointCount(0, password.length());
        int bytes = password.getBytes(StandardCharsets.UTF_8).length;
        if (characters < MIN_CHARACTERS) {
            return Optional.of("the password has " + characters + " characters; it needs at least " + MIN_CHARACTERS
                    + ", such as four words");
        }
        if (bytes > MAX_BYTES) {
            return Optional.of("the password has " + bytes + " bytes; bcrypt, which keeps it, reads only the first "
                    + MAX_BYTES + ", so choose a shorter one");
        }
        if (password.chars().anyMatch(Character::isISOControl)) {
            return Optional.of("the password holds a control character, which cannot be typed; leave it out");
        }
        if (name.length() >= 3 && plain(password).contains(plain(name))) {
            return Optional.of("the password holds the name of the account; choose one that does not");
        }
        if (password.chars().distinct().count() < MIN_DIFFERENT || isCommon(password.toLowerCase(Locale.ROOT))) {
            return Optional.of("the password is one of those that are tried first; choose one that nobody guesses");
        }
        return Optional.empty();
    }

    /** A common word stays one with digits or signs around it, with letters written as digits, and written twice. */
    private static boolean isCommon(String lower) {
        String word = plain(lower.replaceAll("^[^a-z]+|[^a-z]+$", ""));
        String half = lower.substring(0, lower.length() / 2);
        return COMMON.contains(lower)
                || COMMON.contains(word)
                || COMMON.contains(word.replaceAll("[^a-z]", ""))
                || COMMON.contains(lower.replaceAll("[^a-z]", ""))
                || isRow(lower)
                || !half.isEmpty() && lower.equals(half + half) && isCommon(half);
    }

    /** Whether each character follows the one before it: 123456789012, abcdefghijkl. */
    private static boolean isRow(String text) {
        for (int i = 1; i < text.length(); i++) {
            int step = Math.abs(text.charAt(i) - text.charAt(i - 1));
            if (step != 1 && step != 9) {
                return false;
            }
        }
        return true;
    }

    private static String plain(String text) {
        return text.toLowerCase(Locale.ROOT)
                .replace('@', 'a')
                .replace('0', 'o')
                .replace('3', 'e')
                .replace('$', 's')
                .replace('!', 'i');
    }

    private static Set<String> common() {
        try (InputStream in = PasswordPolicy.class.getResourceAsStream("common-passwords.txt")) {
            if (in == null) {
                throw new IllegalStateException("common-passwords.txt is missing in the program");
            }
            BufferedReader lines = new BufferedReader(new InputStreamReader(in, StandardCharsets.US_ASCII));
            return lines.lines()
                    .filter(line -> !line.isBlank() && !line.startsWith("#"))
                    .collect(Collectors.toUnmodifiableSet());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
