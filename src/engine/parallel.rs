//! Work on many things side by side, where the feature `parallel` is on; one after the other
//! elsewhere.

/// What `work` makes of each of `items`, in their order.
#[cfg(feature = "parallel")]
pub(super) fn map<T: Sync, R: Send>(items: &[T], work: impl Fn(&T) -> R + Sync + Send) -> Vec<R> {
    use rayon::prelude::*;

    items.par_iter().with_max_len(1).map(work).collect()
}

/// What `work` makes of each of `items`, in their order.
#[cfg(not(feature = "parallel"))]
pub(super) fn map<T, R>(items: &[T], work: impl Fn(&T) -> R) -> Vec<R> {
    items.iter().map(work).collect()
}

/// Whether the caller is itself one of several that work side by side.
pub(super) fn is_inside() -> bool {
    #[cfg(feature = "parallel")]
    return rayon::current_thread_index().is_some();
    #[cfg(not(feature = "parallel"))]
    return false;
}
