package io.failsight.settings.yaml;

/**
 * One key of a mapping. Immutable.
 *
 * @param name as it is written
 * @param shape what its value must look like
 * @param byDefault the value when it is not written, as text of the file; empty when there is none, or nothing in a list or mapping
 * @param about what it does, one sentence or two
 */
public record Key<T>(String name, Shape<T> shape, String byDefault, String about) {
    public Key {
        if (!byDefault.isEmpty()
                && shape instanceof Shape.Scalar<T> scalar
                && scalar.parse().apply(byDefault).isEmpty()) {
            throw new IllegalArgumentException(name + " has the default '" + byDefault + "', which it would refuse");
        }
    }

    /** A key that may be left out, and then says nothing. */
    public static <T> Key<T> of(String name, Shape<T> shape, String about) {
        return new Key<>(name, shape, "", about);
    }
}
