package io.failsight.engine.access;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * The role that a caller of this operation needs, and what it costs; each operation of the API has one, or nobody may call it. The API's description shows it as {@code
 * x-failsight-role}.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
public @interface Needs {
    /** The smallest role that will do. */
    Role value();

    /** What a call costs; calls of a kind are counted together for each caller. */
    Cost cost() default Cost.ORDINARY;
}
