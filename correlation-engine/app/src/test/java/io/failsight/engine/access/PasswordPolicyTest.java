package io.failsight.engine.access;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which passwords people may choose. */
class PasswordPolicyTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "four words make one",
                "kTz81-mQpa7",
                "der Hund bellt nachts laut",
                "пароль для камеры",
                "aBcdeFghij!xyz"
            })
    void takesWhatIsLong(String password) {
        String padded = password.length() < 12 ? password + "." : password;
        assertEquals(Optional.empty(), PasswordPolicy.problem("otto", padded));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "elevenchars | at least 12",
                "password1234 | tried first",
                "P@ssw0rd2026!! | tried first",
                "PasswordPassword | tried first",
                "winter2026winter2026 | tried first",
                "123456789012 | tried first",
                "abcdefghijkl | tried first",
                "aaaaaaaaaaaaaaaa | tried first",
                "abababababab | tried first",
                "1q2w3e4r5t6z | tried first",
                "Administrator1! | tried first",
                "my name is 0TT0 here | name of the account",
                "otto and his friends | name of the account"
            })
    void refusesWhatIsGuessed(String password, String because) {
        String problem = PasswordPolicy.problem("otto", password).orElse("nothing");
        assertTrue(problem.contains(because), password + ": " + problem);
    }

    /** bcrypt would take the first 72 bytes and let anything follow. */
    @Test
    void saysHowLongAPasswordMayBe() {
        String longest = "ab cde fgh ijk lm".repeat(5).substring(0, 72);
        assertEquals(Optional.empty(), PasswordPolicy.problem("otto", longest));
        assertEquals(
                "the password has 73 bytes; bcrypt, which keeps it, reads only the first 72, so choose a shorter one",
                PasswordPolicy.problem("otto", longest + "x").orElseThrow());
        assertTrue(PasswordPolicy.problem("otto", "äöü ß€ ".repeat(9))
                .orElseThrow()
                .contains("bytes"));
        assertTrue(PasswordPolicy.problem("otto", "four words\u0000make one")
                .orElseThrow()
                .contains("control"));
    }
}
