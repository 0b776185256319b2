//! Processes a stream on several threads and returns the results in order.
//!
//! The threads take turns reading items, so that an item is in the cache of the core that processes
//! it. The calling thread takes the results. A bounded number of items is read ahead, so memory
//! does not grow with the input. With one thread, the calling thread does everything.

use std::num::NonZeroUsize;
use std::sync::Mutex;
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::thread;

/// The maximum number of finished results waiting to be taken, per working thread.
const QUEUED_PER_THREAD: usize = 2;

/// Passes every item of `input` to a worker, and the results to `take` in order.
///
/// Each of the `threads` has a worker of its own, made by `worker`. Once `take` fails, the
/// rest of the input is not read.
///
/// # Errors
/// The error of `take`.
///
/// # Panics
/// If `input`, a worker or `take` panics.
///
/// # Examples
///
/// ```
/// use std::num::NonZeroUsize;
/// use themewise::pipeline::in_order;
///
/// let mut squares = Vec::new();
/// let threads = NonZeroUsize::new(2).expect("2 is not 0");
/// let square = || |number: u32| number * number; // each thread makes its own
/// in_order(threads, 1..=4, square, |square| {
///     squares.push(square);
///     Ok::<(), ()>(())
/// })?;
/// assert_eq!(squares, [1, 4, 9, 16]);
/// # Ok::<(), ()>(())
/// ```
pub fn in_order<Item, Done, Work, E>(
    threads: NonZeroUsize,
    input: impl IntoIterator<Item = Item, IntoIter: Send>,
    worker: impl Fn() -> Work + Sync,
    mut take: impl FnMut(Done) -> Result<(), E>,
) -> Result<(), E>
where
    Done: Send,
    Work: FnMut(Item) -> Done,
{
    let input = input.into_iter();
    if threads.get() == 1 {
        return input.map(worker()).try_for_each(take);
    }
    let (order, results) = sync_channel::<Receiver<Done>>(QUEUED_PER_THREAD * threads.get());
    let input = Mutex::new(Some(input));
    thread::scope(|scope| {
        for _ in 0..threads.get() {
            let (input, order, worker) = (&input, order.clone(), &worker);
            scope.spawn(move || work(input, &order, worker()));
        }
        // The results end with the last working thread.
        drop(order);
        results
            .into_iter()
            .try_for_each(|result| take(result.recv().expect("a worker has panicked")))
    })
}

/// Processes items until the input ends or the receiver of the results is closed.
fn work<Item, Done>(
    input: &Mutex<Option<impl Iterator<Item = Item>>>,
    order: &SyncSender<Receiver<Done>>,
    mut work: impl FnMut(Item) -> Done,
) {
    while let Some((item, done)) = next(input, order) {
        // Nobody waits for the result if `take` has failed.
        let _ = done.send(work(item));
    }
}

/// Reads an item, and the place of its result in the order. The input ends for all threads once one
/// of them reaches its end, or finds that the receiver is closed.
fn next<Item, Done>(
    input: &Mutex<Option<impl Iterator<Item = Item>>>,
    order: &SyncSender<Receiver<Done>>,
) -> Option<(Item, SyncSender<Done>)> {
    // Locked until the item's place is known, so that results come in the order of the input.
    let mut input = input.lock().expect("another thread has panicked");
    let item = input.as_mut()?.next();
    let (done, result) = sync_channel(1);
    let next = item.filter(|_| order.send(result).is_ok()).map(|item| (item, done));
    if next.is_none() {
        *input = None;
    }
    next
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use std::sync::atomic::{AtomicUsize, Ordering};
    use std::time::Duration;

    fn threads(count: usize) -> NonZeroUsize {
        NonZeroUsize::new(count).expect("not 0")
    }

    proptest! {
        #[test]
        fn results_come_in_the_order_of_the_input(count in 0_u64..60, workers in 1_usize..5) {
            let slow = || |item: u64| {
                thread::sleep(Duration::from_micros(item * 7919 % 300));
                item + 1
            };
            let mut results = Vec::new();
            let take = |result| {
                results.push(result);
                Ok::<(), ()>(())
            };
            in_order(threads(workers), 0..count, slow, take).unwrap();
            prop_assert_eq!(results, (1..=count).collect::<Vec<_>>());
        }
    }

    #[test]
    fn no_more_is_read_than_can_soon_be_worked_on() {
        for workers in [1, 3] {
            let (read, taken) = (AtomicUsize::new(0), AtomicUsize::new(0));
            let input = (0..1000).inspect(|_| {
                let ahead = read.fetch_add(1, Ordering::SeqCst) - taken.load(Ordering::SeqCst);
                // Waiting to be taken; one is read, and one is about to be taken.
                assert!(ahead <= QUEUED_PER_THREAD * workers + 2, "{ahead} items");
            });
            let take = |_| {
                taken.fetch_add(1, Ordering::SeqCst);
                Ok::<(), ()>(())
            };
            in_order(threads(workers), input, || |item: u32| item, take).unwrap();
        }
    }

    #[test]
    fn a_failure_ends_it_without_reading_on() {
        for workers in [1, 2, 5] {
            let (mut taken, read) = (0, AtomicUsize::new(0));
            let take = |item: u32| {
                taken += 1;
                if item < 3 { Ok(()) } else { Err(item) }
            };
            // An input without end.
            let input = (0..).inspect(|_| {
                read.fetch_add(1, Ordering::SeqCst);
            });
            assert_eq!(in_order(threads(workers), input, || |item| item, take), Err(3));
            assert_eq!(taken, 4);
            let read = read.into_inner();
            assert!(read <= 4 + QUEUED_PER_THREAD * workers + 2, "{read} items");
        }
    }

    #[test]
    fn nothing_is_read_after_the_end_of_the_input() {
        for workers in [1, 4] {
            let mut numbers = 0..;
            let input = std::iter::from_fn(move || numbers.next().filter(|number| *number != 5));
            let mut taken = Vec::new();
            let take = |number: u32| {
                taken.push(number);
                Ok::<(), ()>(())
            };
            in_order(threads(workers), input, || |number| number, take).unwrap();
            assert_eq!(taken, [0, 1, 2, 3, 4]);
        }
    }

    #[test]
    fn the_panic_of_a_worker_is_one_of_all() {
        for workers in [1, 3] {
            let run = || {
                let work = || |item: u32| assert_ne!(item, 5);
                // An input without end.
                in_order(threads(workers), 0.., work, Ok::<(), ()>)
            };
            assert!(std::panic::catch_unwind(run).is_err());
        }
    }
}
