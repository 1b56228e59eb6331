@NullMarked
package io.failsight.engine.access.oidc;

import org.jspecify.annotations.NullMarked;
