/** What each product says about its failovers: rules are named classes behind {@link io.failsight.core.failover.FailoverRule}, pure and stateless. */
@NullMarked
package io.failsight.core.failover;

import org.jspecify.annotations.NullMarked;
