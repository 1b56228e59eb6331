/** One class per command; a command prints lines for people and answers with the exit code. */
@NullMarked
package io.failsight.runtime.command;

import org.jspecify.annotations.NullMarked;
