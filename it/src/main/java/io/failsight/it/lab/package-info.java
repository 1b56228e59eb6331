/** Real failover products, made to fail: two nodes in network namespaces of their own, with the injector's own instants as truth. */
@NullMarked
package io.failsight.it.lab;

import org.jspecify.annotations.NullMarked;
