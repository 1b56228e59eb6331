@NullMarked
package io.failsight.collector.ledger;

import org.jspecify.annotations.NullMarked;
