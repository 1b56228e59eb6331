/** What one sends to somebody who helps: how the appliance is, without secrets and without what it has gathered. */
@NullMarked
package io.failsight.runtime.bundle;

import org.jspecify.annotations.NullMarked;
