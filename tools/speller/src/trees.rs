//! Boosted decision trees over whole numbers, for two classes (logistic loss, Newton's leaves).

/// What is learnt from: the features, whether it is one of the class sought, and how much it counts.
pub struct Row<const N: usize> {
    pub features: [i32; N],
    pub sought: bool,
    pub weight: f64,
}

/// A node: a question and where to go on, or a leaf.
#[derive(Clone, Copy)]
pub enum Node {
    /// At most `threshold`: `left`, else `right`.
    Split {
        feature: usize,
        threshold: i32,
        left: usize,
        right: usize,
    },
    Leaf(f64),
}

pub struct Forest {
    pub bias: f64,
    pub trees: Vec<Vec<Node>>,
}

const TREES: usize = 220;
const LEAVES: usize = 12;
const RATE: f64 = 0.06;
const PENALTY: f64 = 5.0;
/// A leaf has at least this many rows.
const FEWEST: usize = 40;
/// The most values of a feature that are distinguished.
const BINS: usize = 64;

impl Forest {
    pub fn fit<const N: usize>(rows: &[&Row<N>]) -> Self {
        let cuts: Vec<Vec<i32>> = (0..N).map(|feature| cuts(rows, feature)).collect();
        let binned: Vec<[u8; N]> = rows
            .iter()
            .map(|row| {
                std::array::from_fn(|f| cuts[f].partition_point(|&cut| cut < row.features[f]) as u8)
            })
            .collect();
        let sum = |sought: bool| {
            rows.iter()
                .filter(|row| row.sought == sought)
                .map(|row| row.weight)
                .sum::<f64>()
        };
        let bias = (sum(true) / sum(false).max(1.0)).ln();
        let mut scores = vec![bias; rows.len()];
        let mut trees = Vec::new();
        for _ in 0..TREES {
            let slopes: Vec<(f64, f64)> = rows
                .iter()
                .zip(&scores)
                .map(|(row, score)| {
                    let p = 1.0 / (1.0 + (-score).exp());
                    (
                        row.weight * (f64::from(u8::from(row.sought)) - p),
                        row.weight * p * (1.0 - p),
                    )
                })
                .collect();
            let tree = grow(&binned, &cuts, &slopes, &mut scores);
            trees.push(tree);
        }
        Self { bias, trees }
    }

    pub fn score<const N: usize>(&self, features: &[i32; N]) -> f64 {
        let leaf = |tree: &Vec<Node>| {
            let mut at = 0;
            loop {
                match tree[at] {
                    Node::Leaf(value) => return value,
                    Node::Split {
                        feature,
                        threshold,
                        left,
                        right,
                    } => {
                        at = if features[feature] <= threshold {
                            left
                        } else {
                            right
                        };
                    }
                }
            }
        };
        self.bias + self.trees.iter().map(leaf).sum::<f64>()
    }
}

/// The values that part the rows into bins of about equal size.
fn cuts<const N: usize>(rows: &[&Row<N>], feature: usize) -> Vec<i32> {
    let mut values: Vec<i32> = rows.iter().map(|row| row.features[feature]).collect();
    values.sort_unstable();
    let mut cuts: Vec<i32> = (1..BINS)
        .map(|bin| values[bin * (values.len() - 1) / BINS])
        .collect();
    cuts.dedup();
    cuts
}

/// A leaf that could be split.
struct Open {
    rows: Vec<u32>,
    node: usize,
    best: Option<(f64, usize, usize)>,
}

fn grow<const N: usize>(
    binned: &[[u8; N]],
    cuts: &[Vec<i32>],
    slopes: &[(f64, f64)],
    scores: &mut [f64],
) -> Vec<Node> {
    let mut tree = vec![Node::Leaf(0.0)];
    let all: Vec<u32> = (0..binned.len() as u32).collect();
    let best = split(&all, binned, cuts, slopes);
    let mut open = vec![Open {
        rows: all,
        node: 0,
        best,
    }];
    while open.len() < LEAVES {
        let gain = |leaf: &Open| leaf.best.map_or(0.0, |best| best.0);
        let Some(at) = (0..open.len()).max_by(|&a, &b| gain(&open[a]).total_cmp(&gain(&open[b])))
        else {
            break;
        };
        let Some((gain, feature, bin)) = open[at].best else {
            break;
        };
        if gain <= 0.0 {
            break;
        }
        let leaf = open.swap_remove(at);
        let (low, high): (Vec<u32>, Vec<u32>) = leaf
            .rows
            .into_iter()
            .partition(|&row| usize::from(binned[row as usize][feature]) <= bin);
        let (left, right) = (tree.len(), tree.len() + 1);
        tree[leaf.node] = Node::Split {
            feature,
            threshold: cuts[feature][bin],
            left,
            right,
        };
        for (rows, node) in [(low, left), (high, right)] {
            tree.push(Node::Leaf(0.0));
            let best = split(&rows, binned, cuts, slopes);
            open.push(Open { rows, node, best });
        }
    }
    for leaf in open {
        let (slope, curve) = leaf.rows.iter().fold((0.0, 0.0), |(slope, curve), &row| {
            let (s, c) = slopes[row as usize];
            (slope + s, curve + c)
        });
        // Rounded as it will be stored.
        let value = (RATE * slope / (curve + PENALTY) * 65_536.0).round() / 65_536.0;
        tree[leaf.node] = Node::Leaf(value);
        for &row in &leaf.rows {
            scores[row as usize] += value;
        }
    }
    tree
}

/// The question that helps most: its gain, feature and bin.
fn split<const N: usize>(
    rows: &[u32],
    binned: &[[u8; N]],
    cuts: &[Vec<i32>],
    slopes: &[(f64, f64)],
) -> Option<(f64, usize, usize)> {
    if rows.len() < 2 * FEWEST {
        return None;
    }
    let mut sums = vec![[(0.0, 0.0, 0usize); BINS]; N];
    for &row in rows {
        let (slope, curve) = slopes[row as usize];
        for (feature, &bin) in binned[row as usize].iter().enumerate() {
            let sum = &mut sums[feature][usize::from(bin)];
            sum.0 += slope;
            sum.1 += curve;
            sum.2 += 1;
        }
    }
    let worth = |slope: f64, curve: f64| slope * slope / (curve + PENALTY);
    let mut best: Option<(f64, usize, usize)> = None;
    for feature in 0..N {
        let total = sums[feature]
            .iter()
            .fold((0.0, 0.0), |(s, c), sum| (s + sum.0, c + sum.1));
        let (mut slope, mut curve, mut count) = (0.0, 0.0, 0);
        for (bin, sum) in sums[feature].iter().enumerate().take(cuts[feature].len()) {
            slope += sum.0;
            curve += sum.1;
            count += sum.2;
            if count < FEWEST || rows.len() - count < FEWEST {
                continue;
            }
            let gain = worth(slope, curve) + worth(total.0 - slope, total.1 - curve)
                - worth(total.0, total.1);
            if best.is_none_or(|best| gain > best.0 + 1e-9) {
                best = Some((gain, feature, bin));
            }
        }
    }
    best
}
