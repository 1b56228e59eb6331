/**
 * An incident as one self-contained HTML file: nothing is loaded, nothing runs, and everything from logs is text. Pure.
 */
@NullMarked
package io.failsight.engine.report;

import org.jspecify.annotations.NullMarked;
