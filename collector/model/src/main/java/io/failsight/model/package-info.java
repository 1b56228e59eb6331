/**
 * The words that collector and correlation engine share: entries, their fields and identities, and the index mapping.
 *
 * <p>Plain Java without a framework. Together with the index itself this is the whole contract between the two services.
 */
@NullMarked
package io.failsight.model;

import org.jspecify.annotations.NullMarked;
