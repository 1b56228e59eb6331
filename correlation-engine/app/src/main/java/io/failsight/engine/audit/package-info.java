/**
 * Who did what: appended in the transaction of the deed, chained by hashes, told in our own log. What changes anything, gives data away or lets somebody in
 * adds a record here.
 */
@NullMarked
package io.failsight.engine.audit;

import org.jspecify.annotations.NullMarked;
