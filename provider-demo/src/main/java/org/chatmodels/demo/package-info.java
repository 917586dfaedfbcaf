/** The demo model. */
package org.chatmodels.demo;
