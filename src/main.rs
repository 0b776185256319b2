//! main
use themewise::*;
use std::path::*;
fn main(){ let a: Vec<PathBuf>=std::env::args().skip(1).map(Into::into).collect();
let t=ThemeSet::read(Path::new("labels/themes.toml")).unwrap();
let d=Dataset::read(&a,Some(&t)).unwrap();
let s=std::time::Instant::now();
let mut o=training::TrainingOptions::default();
if let Ok(g)=std::env::var("GRID"){o.grid=g.split(',').map(|x|x.parse().unwrap()).collect();}
if let Ok(g)=std::env::var("MIN_DF"){o.vectorizer.min_df=g.parse().unwrap();}
if std::env::var("BI").is_ok(){o.vectorizer.bigrams=true;}
let r=Trainer::new(o).train(&d).unwrap();
for t in &r.trials { println!("{:?} {:?} {:.4}",t.c,t.fold_precisions,t.mean_average_precision); }
println!("{}",r.evaluation); println!("{:?} dup {} terms {}",s.elapsed(),r.duplicate_groups,r.model.vectorizer().vocabulary().len());
r.model.write(Path::new("/tmp/m.safetensors")).unwrap();
let m=Model::read(Path::new("/tmp/m.safetensors")).unwrap(); assert_eq!(m,r.model);
// predictions
let dev=Dataset::read(&[std::env::var("DEV").unwrap().into()],Some(&t)).unwrap();
let mut w=m.worker(); use std::io::Write; let mut f=std::fs::File::create(std::env::var("OUT").unwrap_or("/tmp/pred.jsonl".into())).unwrap();
for e in &dev.examples { let p=match &e.content {training::Content::Text(x)=>w.predict(x),_=>unreachable!()};
 let sc: std::collections::BTreeMap<_,_>=t.ids().map(|i|i.as_str()).zip(p.confidences.iter()).collect();
 writeln!(f,"{}",serde_json::json!({"id":e.id,"scores":sc,"themes":p.labels.iter().map(|l|l.theme.as_str()).collect::<Vec<_>>()})).unwrap(); }
}
