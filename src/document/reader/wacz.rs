//! WACZ: web archives with an index, in a zip file. The index is not needed.

use std::collections::VecDeque;
use std::fs::File;
use std::io::{self, Read, Seek, SeekFrom};

use rawzip::{CompressionMethod, RECOMMENDED_BUFFER_SIZE, ZipArchive};

use super::super::input::{BytesRead, inflated, uncompressed};
use super::super::limits::MAX_ZIP_MEMBERS;
use super::super::{InputFormat, Place};
use super::batch::Batch;
use super::context::Context;
use super::reader::Reader;
use super::warc::WarcReader;
use crate::Result;
use crate::error::RecordProblem;

/// Reads one web archive after the other.
pub(super) struct WaczReader {
    context: Context,
    file: File,
    members: VecDeque<Member>,
    archive: Option<WarcReader>,
}

/// A web archive in the zip file.
struct Member {
    name: String,
    begin: u64,
    end: u64,
    method: CompressionMethod,
}

impl WaczReader {
    /// A reader of the web archives in a zip file.
    ///
    /// # Errors
    /// If it is no zip file, or has no web archive.
    pub(super) fn new(context: Context, file: File) -> Result<Self> {
        let members = file
            .try_clone()
            .map_err(|error| error.to_string())
            .and_then(|file| members(file).map_err(|error| error.to_string()));
        let problem = |problem| context.error(Place::Whole, RecordProblem::Zip(problem));
        let members = members.map_err(problem)?;
        if members.is_empty() {
            return Err(problem("no web archive (.warc, .warc.gz) in it".to_owned()));
        }
        Ok(Self { context, file, members, archive: None })
    }

    /// A reader of a web archive, which is named in messages and results.
    fn open(&self, member: &Member) -> io::Result<WarcReader> {
        let Member { name, begin, end, method } = member;
        let mut file = self.file.try_clone()?;
        file.seek(SeekFrom::Start(*begin))?;
        let bytes = Box::new(file.take(end.saturating_sub(*begin)));
        let bytes = match *method {
            CompressionMethod::STORE => bytes,
            CompressionMethod::DEFLATE => inflated(bytes),
            _ => return Err(io::Error::other("its compression is not known")),
        };
        let bytes = uncompressed(bytes, &BytesRead::default())?;
        let name = format!("{}/{name}", self.context.name).into();
        Ok(WarcReader::new(Context { name, ..self.context.clone() }, bytes))
    }
}

/// The web archives in a zip file, in their order.
fn members(file: File) -> std::result::Result<VecDeque<Member>, rawzip::Error> {
    let mut buffer = vec![0; RECOMMENDED_BUFFER_SIZE];
    let archive = ZipArchive::from_file(file, &mut buffer)?;
    let (mut found, mut entries) = (VecDeque::new(), archive.entries(&mut buffer));
    let mut after = 0;
    while let Some(entry) = entries.next_entry()? {
        let name = String::from_utf8_lossy(entry.file_path().as_bytes()).into_owned();
        let is_archive = InputFormat::of_name(name.as_ref()) == Some(InputFormat::Warc);
        if !is_archive || found.len() == MAX_ZIP_MEMBERS {
            continue;
        }
        let (method, wayfinder) = (entry.compression_method(), entry.wayfinder());
        let (begin, end) = archive.get_entry(wayfinder)?.compressed_data_range();
        // In a hostile file, many names stand for the same bytes.
        if begin >= after {
            found.push_back(Member { name, begin, end, method });
            after = end;
        }
    }
    Ok(found)
}

impl Reader for WaczReader {
    fn read(&mut self) -> Option<Batch> {
        loop {
            if let Some(batch) = self.archive.as_mut().and_then(Reader::read) {
                return Some(batch);
            }
            let member = self.members.pop_front()?;
            match self.open(&member) {
                Ok(archive) => self.archive = Some(archive),
                Err(error) => {
                    self.archive = None;
                    let problem = RecordProblem::Zip(format!("`{}`: {error}", member.name));
                    return Some(self.context.error(Place::Byte(member.begin), problem).into());
                }
            }
        }
    }
}
