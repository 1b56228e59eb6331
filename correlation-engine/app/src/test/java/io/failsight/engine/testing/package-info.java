/** What the tests of several rooms share: a real index with entries made by the real writer, and a small HTTP client. */
@NullMarked
package io.failsight.engine.testing;

import org.jspecify.annotations.NullMarked;
