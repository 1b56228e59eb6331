/** What a stretch of evidence means: kind, instants, causes, gaps and sentences of an incident. Pure functions. */
@NullMarked
package io.failsight.core.explain;

import org.jspecify.annotations.NullMarked;
