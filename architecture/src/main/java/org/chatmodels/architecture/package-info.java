/** The rules of the house, as tests; nothing else is here. */
package org.chatmodels.architecture;
