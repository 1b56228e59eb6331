package io.failsight.settings.notify;

import io.failsight.settings.yaml.Key;
import io.failsight.settings.yaml.Shape;
import io.failsight.settings.yaml.Shapes;
import io.failsight.settings.yaml.Table;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The two keys of one secret: {@code <name>-file: PATH} and {@code <name>: ${VARIABLE}}. The secret itself never stands in the file. Immutable. */
public final class SecretKeys {
    private static final Pattern VARIABLE = Pattern.compile("\\$\\{([A-Za-z_][A-Za-z0-9_]*)}");

    /** PEM file with the certificate authority of a server that the system's own store does not know. */
    public static final Key<Path> AUTHORITY_FILE = Key.of(
            "authority-file",
            new Shape.Scalar<>(
                    "the path of a PEM file", text -> Optional.of(Path.of(text)).filter(Path::isAbsolute)),
            "PEM file with the certificate authority of the server, where this machine's own store does not know it; an absolute path.");

    private final Key<String> file;
    private final Key<String> variable;

    public SecretKeys(String name, String about) {
        file = Key.of(
                name + "-file",
                Shapes.WORD,
                about + " In a file of mode 0600; a relative path starts at the folder of this file.");
        variable = Key.of(
                name,
                new Shape.Scalar<>(
                        "${NAME} of an environment variable; the secret itself must not stand here: put it into a file of"
                                + " mode 0600 and write " + name + "-file: PATH",
                        text -> VARIABLE.matcher(text).matches() ? Optional.of(text) : Optional.empty()),
                "The same, as `${NAME}` of an environment variable.");
    }

    public Key<String> file() {
        return file;
    }

    public Key<String> variable() {
        return variable;
    }

    /** The secret of that mapping, if it has one; whether it is there is looked at later. */
    public Optional<Secret> read(Table table) {
        if (table.has(file) && table.has(variable)) {
            table.problem(file, "'" + file.name() + "' and '" + variable.name() + "' are both there; remove one");
        }
        Optional<Secret> inFile = table.optional(file)
                .map(path -> new Secret.InFile(table.reading().path(path)));
        Optional<Secret> secret = inFile.or(() -> table.optional(variable).map(SecretKeys::inEnvironment));
        int line = table.line(table.has(file) ? file : variable);
        secret.ifPresent(found -> table.reading().outside(line, found::problem));
        return secret;
    }

    private static Secret inEnvironment(String text) {
        Matcher matcher = VARIABLE.matcher(text);
        return new Secret.InEnvironment(matcher.matches() ? matcher.group(1) : text);
    }
}
