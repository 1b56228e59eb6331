/**
 * What a failover is: which signals begin one, belong to it and end it, and what each product says about it. Rules are named classes behind
 * {@link io.failsight.core.failover.FailoverRule}; everything is a pure function of states and ordered signals.
 */
@NullMarked
package io.failsight.core.failover;

import org.jspecify.annotations.NullMarked;
