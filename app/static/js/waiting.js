// A page that waits for the worker looks again by itself; its link does the same without this.
setTimeout(() => window.location.reload(), 2000);
