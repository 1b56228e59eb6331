/** Accounts and tokens through HTTP: who may use Failsight. */
@NullMarked
package io.failsight.engine.api.account;

import org.jspecify.annotations.NullMarked;
