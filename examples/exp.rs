//! x
#![allow(missing_docs)]
use std::time::Instant;
use themewise::text::tokens;
#[derive(Clone, Copy, Default)]
struct Slot {
    key: [u64; 2],
    n: u32,
}
#[inline(always)]
fn key(b: &[u8], start: usize, len: usize) -> [u64; 2] {
    let v = match b[start..].first_chunk::<16>() {
        Some(c) => u128::from_le_bytes(*c),
        None => {
            let mut x = [0; 16];
            x[..len].copy_from_slice(&b[start..start + len]);
            u128::from_le_bytes(x)
        }
    };
    let v = v & (u128::MAX >> (8 * (16 - len)));
    [v as u64, (v >> 64) as u64]
}
#[inline(always)]
fn hash(k: [u64; 2]) -> u64 {
    k[0].wrapping_mul(0x9E37_79B9_7F4A_7C15) ^ k[1].wrapping_mul(0xC2B2_AE3D_27D4_EB4F)
}
fn main() {
    let text = std::fs::read_to_string(std::env::args().nth(1).unwrap()).unwrap();
    let paragraphs: Vec<&str> = text.lines().collect();
    let mb = text.len() as f64 / 1e6;
    let run = |name: &str, f: &mut dyn FnMut(&str) -> u64| {
        let mut best = f64::MAX;
        let mut sum = 0u64;
        for _ in 0..9 {
            let start = Instant::now();
            for p in &paragraphs {
                sum = sum.wrapping_add(f(p));
            }
            best = best.min(start.elapsed().as_secs_f64());
        }
        println!("{name:10} {:.2} ns/B {:.0} MB/s {sum}", best * 1e3 / mb, mb / best);
    };
    run("tokens", &mut |p| tokens(p).count() as u64);
    run("keys", &mut |p| {
        tokens(p)
            .filter(|t| t.span.len() <= 16)
            .map(|t| key(p.as_bytes(), t.span.start, t.span.len())[0])
            .fold(0, |a, b| a ^ b)
    });
    run("hash", &mut |p| {
        tokens(p)
            .filter(|t| t.span.len() <= 16)
            .map(|t| hash(key(p.as_bytes(), t.span.start, t.span.len())))
            .fold(0, |a, b| a ^ b)
    });
    let model = themewise::Model::embedded().unwrap();
    let mut analyzer = model.vectorizer().analyzer();
    let mut ids = Vec::new();
    run("number", &mut |p| {
        analyzer.number(p, &mut ids);
        ids.len() as u64
    });
    run("number", &mut |p| {
        analyzer.number(p, &mut ids);
        ids.len() as u64
    });
    let mut worker = model.worker();
    run("confid", &mut |p| worker.confidences(p).len() as u64);
    run("confid", &mut |p| worker.confidences(p).len() as u64);
    for bits in [17, 18] {
        let mut slots = vec![Slot::default(); (1 << bits) + 7];
        let mut words = 0u32;
        let mut lost = 0;
        let mut one = |k: [u64; 2], words: &mut u32, lost: &mut u32| -> u32 {
            let home = (hash(k) >> (64 - bits)) as usize;
            let w = &mut slots[home..home + 8];
            for s in w.iter_mut() {
                if s.key == k {
                    return s.n;
                }
                if s.key == [0, 0] {
                    *words += 1;
                    *s = Slot { key: k, n: *words };
                    return *words;
                }
            }
            *lost += 1;
            0
        };
        let mut v: Vec<u32> = Vec::new();
        run(&format!("one {bits}"), &mut |p| {
            v.clear();
            for t in tokens(p) {
                if t.span.len() <= 16 {
                    v.push(one(
                        key(p.as_bytes(), t.span.start, t.span.len()),
                        &mut words,
                        &mut lost,
                    ));
                }
            }
            v.len() as u64
        });
        let mut ks: Vec<[u64; 2]> = Vec::new();
        run(&format!("two {bits}"), &mut |p| {
            v.clear();
            ks.clear();
            ks.extend(
                tokens(p)
                    .filter(|t| t.span.len() <= 16)
                    .map(|t| key(p.as_bytes(), t.span.start, t.span.len())),
            );
            for &k in &ks {
                v.push(one(k, &mut words, &mut lost));
            }
            v.len() as u64
        });
        println!("{words} words, {lost} lost");
    }
}
